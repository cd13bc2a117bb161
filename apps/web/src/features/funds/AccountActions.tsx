"use client";

import { useFeed, useT } from "../../lib/app/context";
import { openDialog } from "../shell/dialogs";

/** Money in, out and across. Without an open wallet each leads to the step that is missing. */
export function AccountActions() {
  const t = useT();
  const phase = useFeed("wallet", (app) => app.wallet.phase);
  const open = (name: "deposit" | "withdraw" | "transfer"): void => {
    if (phase === "unlocked") openDialog(name);
    else openDialog(phase === "locked" ? "unlock" : "createWallet");
  };
  return (
    <div className="account-actions">
      {(["deposit", "withdraw", "transfer"] as const).map((name) => (
        <button key={name} type="button" className="button" onClick={() => open(name)}>
          {t(`funds.${name}`)}
        </button>
      ))}
    </div>
  );
}
