"use client";

import { useEffect, useRef, useState } from "react";
import { Segmented } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { useApp, useT } from "../../lib/app/context";
import { useAccountView } from "../../lib/app/useAccount";
import type { Dec } from "../../lib/decimal/dec";
import { formatUsd, group } from "../../lib/decimal/format";

const AMOUNTS = ["1000", "10000", "100000"] as const;

/** Test money in one press; the dialog stays until the balance has really moved. */
export function FaucetDialog({ onClose }: { onClose(): void }) {
  const t = useT();
  const app = useApp();
  const { risk } = useAccountView();
  const [amount, setAmount] = useState<(typeof AMOUNTS)[number]>("10000");
  const [phase, setPhase] = useState<"idle" | "asking" | "waiting" | "done">("idle");
  const [error, setError] = useState<string | null>(null);
  const before = useRef<Dec>(risk.equity);

  useEffect(() => {
    if (phase === "waiting" && risk.equity > before.current) setPhase("done");
  }, [phase, risk.equity]);

  const ask = async (): Promise<void> => {
    before.current = risk.equity;
    setPhase("asking");
    setError(null);
    try {
      await app.getTestFunds(Number(amount));
      setPhase("waiting");
    } catch (cause) {
      setError(t("faucet.failed", { reason: cause instanceof Error ? cause.message : "" }));
      setPhase("idle");
    }
  };
  return (
    <Dialog title={t("funds.getTest")} onClose={onClose} sheet>
      <div className="dialog-form">
        <p className="dialog-text">{t("faucet.text", { network: app.config.networkName })}</p>
        <Segmented
          label={t("faucet.amount")}
          value={amount}
          options={AMOUNTS.map((value) => ({ value, label: group(value) }))}
          onChange={setAmount}
        />
        <dl className="preview">
          <div>
            <dt>{t("account.equity")}</dt>
            <dd>{formatUsd(risk.equity)}</dd>
          </div>
        </dl>
        {error && (
          <p className="ticket-problem" role="alert">
            {error}
          </p>
        )}
        {phase === "done" ? (
          <button type="button" className="button primary block large" onClick={onClose}>
            {t("faucet.done")}
          </button>
        ) : (
          <button
            type="button"
            className="button primary block large"
            disabled={phase !== "idle"}
            onClick={() => void ask()}
          >
            {phase === "idle"
              ? t("faucet.get", { amount: group(amount) })
              : t(phase === "asking" ? "faucet.asking" : "faucet.waiting")}
          </button>
        )}
      </div>
    </Dialog>
  );
}
