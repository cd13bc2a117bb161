"use client";

import { type FormEvent, useState } from "react";
import { Check } from "../../components/Choice";
import { CopyLine } from "../../components/CopyLine";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { useApp, useFeed, useT } from "../../lib/app/context";
import type { DialogName } from "../shell/dialogs";
import { PhraseGrid } from "./PhraseGrid";

/** Back up the phrase (the password is asked again) or remove the wallet from this device. */
export function WalletDetails({
  onClose,
  onGo,
}: {
  onClose(): void;
  onGo(name: DialogName): void;
}) {
  const t = useT();
  const app = useApp();
  const address = useFeed("wallet", (a) => a.wallet.address) ?? "";
  const canStore = useFeed("wallet", (a) => a.wallet.canStore);
  const [password, setPassword] = useState("");
  const [phrase, setPhrase] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const reveal = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      setPhrase(await app.wallet.reveal(canStore ? password : null));
      setError(null);
    } catch {
      setError(t("wallet.wrongPassword"));
    }
  };
  const forget = async (): Promise<void> => {
    await app.wallet.forget();
    onGo("createWallet");
  };
  return (
    <Dialog title={t("wallet.backup")} onClose={onClose} sheet>
      <div className="dialog-form">
        <CopyLine text={address} />
        {phrase === null ? (
          <form className="dialog-form" onSubmit={(event) => void reveal(event)}>
            {canStore && (
              <Field
                name="password"
                label={t("wallet.password")}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={setPassword}
                bad={error !== null}
                note={error}
              />
            )}
            <button type="submit" className="button block">
              {t("wallet.showPhrase")}
            </button>
          </form>
        ) : (
          <PhraseGrid phrase={phrase} />
        )}
        <div className="danger-zone">
          <p className="dialog-text">{t("wallet.forgetText")}</p>
          <Check label={t("wallet.forgetSure")} checked={sure} onChange={setSure} />
          <button
            type="button"
            className="button block"
            disabled={!sure}
            onClick={() => void forget()}
          >
            {t("wallet.forget")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
