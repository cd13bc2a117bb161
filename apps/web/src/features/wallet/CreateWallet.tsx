"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Check, Segmented } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { SignerFailure } from "../../lib/wallet/SignerClient";
import type { DialogName } from "../shell/dialogs";
import { PhraseGrid } from "./PhraseGrid";

const MIN_PASSWORD = 8;
/** What BIP-39 allows. */
const PHRASE_LENGTHS = [12, 15, 18, 21, 24];

/** Create or import; the phrase and the password stay in this browser. */
export function CreateWallet({ onClose, onGo }: { onClose(): void; onGo(name: DialogName): void }) {
  const t = useT();
  const app = useApp();
  const canStore = useFeed("wallet", (a) => a.wallet.canStore);
  const [mode, setMode] = useState<"create" | "import">("create");
  const [generated, setGenerated] = useState("");
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [remember, setRemember] = useState(true);
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    void app.wallet.generate().then(setGenerated);
  }, [app]);

  const phrase = mode === "create" ? generated : typed;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (canStore && password.length < MIN_PASSWORD) return setError(t("wallet.passwordShort"));
    if (mode === "create" && !saved) return setError(t("wallet.confirmSaved"));
    setBusy(true);
    setError(null);
    try {
      await app.wallet.adopt(phrase, canStore ? password : null, remember);
      if (mode === "create" && app.endpoints.faucet) onGo("faucet");
      else onClose();
    } catch (cause) {
      const bad = cause instanceof SignerFailure && cause.code === "badPhrase";
      const count = phrase.trim().split(/\s+/).filter(Boolean).length;
      if (bad && !PHRASE_LENGTHS.includes(count)) setError(t("wallet.wordCount", { count }));
      else setError(t(bad ? "wallet.badPhrase" : "wallet.failed"));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("wallet.createTitle")} onClose={onClose} sheet>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <Segmented
          label={t("wallet.createTitle")}
          value={mode}
          options={[
            { value: "create", label: t("wallet.new") },
            { value: "import", label: t("wallet.import") },
          ]}
          onChange={(next) => {
            setMode(next);
            setError(null);
          }}
        />
        {mode === "create" ? (
          <>
            <p className="dialog-text">{t("wallet.phraseText")}</p>
            <PhraseGrid phrase={generated} />
            <Check label={t("wallet.savedIt")} checked={saved} onChange={setSaved} />
          </>
        ) : (
          <label className="field">
            <span className="field-head">{t("wallet.phrase")}</span>
            <span className="field-box">
              <textarea
                name="phrase"
                rows={4}
                value={typed}
                spellCheck={false}
                autoCapitalize="off"
                autoComplete="off"
                placeholder={t("wallet.phrasePlaceholder")}
                onChange={(event) => setTyped(event.target.value)}
              />
            </span>
          </label>
        )}
        {canStore ? (
          <>
            <Field
              name="new-password"
              label={t("wallet.password")}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={setPassword}
              placeholder={t("wallet.passwordPlaceholder")}
            />
            <Check label={t("wallet.remember")} checked={remember} onChange={setRemember} />
          </>
        ) : (
          <p className="ticket-problem">{t("wallet.insecure")}</p>
        )}
        {error && (
          <p className="ticket-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="button primary block large" disabled={busy}>
          {t(busy ? "wallet.encrypting" : mode === "create" ? "wallet.create" : "wallet.importIt")}
        </button>
      </form>
    </Dialog>
  );
}
