"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Segmented } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { useAccountState, useAccountView, useMarkets } from "../../lib/app/useAccount";
import { type Dec, dec, max, sub, toText, ZERO } from "../../lib/decimal/dec";
import { formatPercent, formatUsd, parseInput } from "../../lib/decimal/format";
import { refusalReason } from "../../lib/orders/reasons";
import { USDC_DENOM } from "../../lib/orders/TxSender";
import { viewAccount } from "../../lib/ticket/account";
import { type MoveKind, moveIntent, parseRecipient } from "./moveIntent";

/** USDC kept in the wallet for the fee when it has no native coin. */
const FEE_RESERVE = dec("0.01");

/** Deposit, withdraw or transfer between the wallet and subaccounts, before → after shown. */
export function MoveFunds({ initial, onClose }: { initial: MoveKind; onClose(): void }) {
  const t = useT();
  const app = useApp();
  const [kind, setKind] = useState<MoveKind>(initial);
  const [text, setText] = useState("");
  const [recipient, setRecipient] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const available = useAvailable(kind);
  const amount = parseInput(text);
  const to = parseRecipient(recipient, app.wallet.address ?? "");

  const problem = ((): string | null => {
    if (amount === null || amount <= ZERO) return t("funds.enterAmount");
    if (amount > available.amount) return t("funds.tooMuch", { max: formatUsd(available.amount) });
    if (kind === "transfer" && !to) return t("funds.badRecipient");
    return null;
  })();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (problem || amount === null || !app.wallet.address) return setError(problem);
    setBusy(true);
    setError(null);
    const failure = await send(app, moveIntent(kind, amount, app.wallet.address, to));
    setBusy(false);
    if (failure) return setError(t(failure.key, failure.params));
    available.refresh();
    app.toasts.show({
      id: `move-${Date.now()}`,
      tone: "good",
      title: { key: `funds.${kind}Sent`, params: { amount: formatUsd(amount) } },
      detail: { key: "funds.nextBlock" },
    });
    onClose();
  };

  return (
    <Dialog title={t(`funds.${kind}`)} onClose={onClose} sheet>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <Segmented
          label={t("funds.label")}
          value={kind}
          options={(["deposit", "withdraw", "transfer"] as const).map((value) => ({
            value,
            label: t(`funds.${value}`),
          }))}
          onChange={(next) => {
            setKind(next);
            setError(null);
          }}
        />
        <p className="dialog-text">{t(`funds.${kind}Text`)}</p>
        {kind === "transfer" && (
          <Field
            name="recipient"
            label={t("funds.recipient")}
            value={recipient}
            onChange={setRecipient}
            placeholder="dydx1…/0"
            bad={recipient !== "" && !to}
            note={recipient !== "" && !to && t("funds.badRecipient")}
          />
        )}
        <Field
          name="amount"
          label={t("funds.amount")}
          value={text}
          numeric
          unit="USDC"
          placeholder="0.00"
          onChange={setText}
          helper={
            <button
              type="button"
              className="link-button"
              onClick={() => setText(toText(available.amount))}
            >
              {t("funds.max", { max: formatUsd(available.amount) })}
            </button>
          }
        />
        <Effect kind={kind} amount={amount ?? ZERO} />
        {error && (
          <p className="ticket-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="button primary block large" disabled={busy}>
          {busy
            ? t("funds.sending")
            : t(`funds.${kind}Action`, { amount: amount === null ? "" : formatUsd(amount) })}
        </button>
      </form>
    </Dialog>
  );
}

async function send(app: ReturnType<typeof useApp>, intent: ReturnType<typeof moveIntent>) {
  try {
    const result = await app.sender.send(intent);
    return result.code === 0 ? null : refusalReason(result);
  } catch (cause) {
    const log = cause instanceof Error ? cause.message : String(cause);
    return { key: "reason.notSent" as const, params: { log } };
  }
}

/** What may be moved: the wallet's USDC, or the subaccount's free collateral. */
function useAvailable(kind: MoveKind): { amount: Dec; refresh(): void } {
  const app = useApp();
  const address = useFeed("wallet", (a) => a.wallet.address);
  const { risk } = useAccountView();
  const balances = useQuery({
    queryKey: ["balances", address],
    queryFn: () => app.node.balances(address ?? ""),
    enabled: address !== null,
    staleTime: 2000,
  });
  const refresh = (): void => void balances.refetch();
  if (kind !== "deposit") {
    // Equity less initial margin, whatever the quote balance is (risk.md §4.10, vectors T1, T2).
    return { amount: max(onCents(risk.freeCollateral), ZERO), refresh };
  }
  const usdc = balances.data?.find((balance) => balance.denom === USDC_DENOM)?.amount ?? 0n;
  const hasNative = balances.data?.some((b) => b.denom !== USDC_DENOM && b.amount > 0n);
  const held = (usdc * 10n ** 18n) as Dec;
  return { amount: max(hasNative ? held : sub(held, FEE_RESERVE), ZERO), refresh };
}

/** ROUNDING: down to what USDC can express (six decimals). */
const onCents = (value: Dec): Dec => ((value / 10n ** 18n) * 10n ** 18n) as Dec;

function Effect({ kind, amount }: { kind: MoveKind; amount: Dec }) {
  const t = useT();
  const account = useAccountState();
  const markets = useMarkets();
  const change = kind === "deposit" ? amount : (-amount as Dec);
  const before = viewAccount(account, markets).risk;
  const after = viewAccount({ ...account, quote: (account.quote + change) as Dec }, markets).risk;
  const row = (label: string, was: string, now: string) => (
    <div>
      <dt>{label}</dt>
      <dd>
        {amount > ZERO && (
          <>
            <span className="was">{was}</span>
            <Icon name="right" size={11} />
          </>
        )}
        {amount > ZERO ? now : was}
      </dd>
    </div>
  );
  return (
    <dl className="preview">
      {row(t("account.equity"), formatUsd(before.equity), formatUsd(after.equity))}
      {row(t("account.free"), formatUsd(before.freeCollateral), formatUsd(after.freeCollateral))}
      {row(
        t("account.usage"),
        formatPercent(before.marginUsage, 1),
        formatPercent(after.marginUsage, 1),
      )}
    </dl>
  );
}
