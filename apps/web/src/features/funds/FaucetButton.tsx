"use client";

import { useApp, useFeed, useT } from "../../lib/app/context";
import { openDialog } from "../shell/dialogs";

/** Only on networks with a faucet, and only for a wallet that is open. */
export function FaucetButton({ className }: { className: string }) {
  const t = useT();
  const app = useApp();
  const unlocked = useFeed("wallet", (a) => a.wallet.phase === "unlocked");
  if (!app.endpoints.faucet || !unlocked) return null;
  return (
    <button type="button" className={className} onClick={() => openDialog("faucet")}>
      {t("funds.getTest")}
    </button>
  );
}
