"use client";

import { type FormEvent, useState } from "react";
import { Check } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { SignerFailure } from "../../lib/wallet/SignerClient";
import type { DialogName } from "../shell/dialogs";
import { shortAddress } from "./shortAddress";

export function UnlockWallet({ onClose, onGo }: { onClose(): void; onGo(name: DialogName): void }) {
  const t = useT();
  const app = useApp();
  const address = useFeed("wallet", (a) => a.wallet.address) ?? "";
  const [password, setPassword] = useState("");
  const [remember, setRemember] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await app.wallet.unlock(password, remember);
      onClose();
    } catch (cause) {
      const wrong = cause instanceof SignerFailure && cause.code === "wrongPassword";
      setError(t(wrong ? "wallet.wrongPassword" : "wallet.failed"));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("wallet.unlockTitle")} onClose={onClose} sheet>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <p className="dialog-text">{t("wallet.unlockText", { address: shortAddress(address) })}</p>
        <Field
          name="password"
          label={t("wallet.password")}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={setPassword}
          bad={error !== null}
          note={error}
        />
        <Check label={t("wallet.remember")} checked={remember} onChange={setRemember} />
        <button type="submit" className="button primary block large" disabled={busy}>
          {t(busy ? "wallet.unlocking" : "wallet.unlock")}
        </button>
        <button type="button" className="link-button" onClick={() => onGo("walletDetails")}>
          {t("wallet.forgotten")}
        </button>
      </form>
    </Dialog>
  );
}
