"use client";

import { CopyLine } from "../../components/CopyLine";
import { Popover } from "../../components/Popover";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { openDialog } from "../shell/dialogs";
import { shortAddress } from "./shortAddress";

export function WalletButton() {
  const t = useT();
  const phase = useFeed("wallet", (app) => app.wallet.phase);
  const address = useFeed("wallet", (app) => app.wallet.address);
  if (phase === "unknown") {
    return (
      <span className="chip" aria-busy="true">
        <span className="skeleton" />
      </span>
    );
  }
  if (phase === "absent") {
    return (
      <button type="button" className="button primary" onClick={() => openDialog("createWallet")}>
        {t("wallet.create")}
      </button>
    );
  }
  if (phase === "locked") {
    return (
      <button type="button" className="button primary" onClick={() => openDialog("unlock")}>
        {t("wallet.unlock")}
      </button>
    );
  }
  return (
    <Popover
      label={`${t("wallet.menu")} ${shortAddress(address ?? "")}`}
      className="menu"
      buttonClass="chip"
      button={() => <b data-testid="wallet-address">{shortAddress(address ?? "")}</b>}
    >
      {(close) => <WalletMenu onPick={close} />}
    </Popover>
  );
}

export function WalletMenu({ onPick }: { onPick(): void }) {
  const t = useT();
  const app = useApp();
  const address = useFeed("wallet", (a) => a.wallet.address) ?? "";
  const go = (action: () => void) => () => {
    onPick();
    action();
  };
  return (
    <>
      <div className="menu-head">
        <span className="faint">{t("wallet.address")}</span>
        <CopyLine text={address} />
      </div>
      <button type="button" className="menu-item" onClick={go(() => openDialog("walletDetails"))}>
        {t("wallet.backup")}
      </button>
      <button type="button" className="menu-item" onClick={go(() => void app.wallet.lock())}>
        {t(app.wallet.canStore ? "wallet.lock" : "wallet.leave")}
      </button>
    </>
  );
}
