import { getAccount, moduleAddress } from "../auth/index.js";
import {
  type Coin,
  coinsText,
  NATIVE_DENOM,
  parseCoins,
  rawCoinsText,
  sendCoinList,
  USDC_DENOM,
} from "../bank/index.js";
import { useAllowance } from "../feegrant/index.js";
import { ceilDiv } from "../math/index.js";
import { emit, isRejection, Mode, type Rejection, reject } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { signersOf } from "./signatures.js";
import type { Transaction } from "./transaction.js";

/**
 * Minimum gas prices of a node, as fractions: 25·10^9 adv4tnt or 0.025 USDC units per gas (app.md
 * §1.1).
 */
const MIN_GAS_PRICES: readonly { denom: string; numerator: bigint; denominator: bigint }[] = [
  { denom: NATIVE_DENOM, numerator: 25_000_000_000n, denominator: 1n },
  { denom: USDC_DENOM, numerator: 25n, denominator: 1000n },
];

/**
 * Takes the offered fee from the named payer, who signs too, or the first signer; the node's
 * minimum counts in CheckTx only (wire.md
 * §2.4).
 */
export function deductFee(k: EngineKernel, tx: Transaction): Rejection | undefined {
  const fee = tx.authInfo.fee;
  const gasLimit = fee?.gasLimit ?? 0n;
  if (gasLimit === 0n && k.mode !== Mode.Simulate) {
    return reject("sdk", 41, "must provide positive gas: invalid gas limit");
  }
  const offered: Coin[] = [];
  for (const { denom, amount } of fee?.amount ?? []) {
    offered.push({ denom, amount: /^\d+$/.test(amount) ? BigInt(amount) : 0n });
  }
  if (k.mode === Mode.CheckTx) {
    const refused = belowMinimum(offered, gasLimit);
    if (refused !== undefined) return refused;
  }
  const payer = fee?.payer || (signersOf(tx)[0] ?? "");
  if (getAccount(k, payer) === undefined) {
    return reject("sdk", 9, `fee payer address: ${payer} does not exist: unknown address`);
  }
  const paid = offered.some((c) => c.amount > 0n) ? offered : [];
  const source = fee?.granter || payer;
  if (source !== payer) {
    const urls = tx.messages.map((m) => m.typeUrl);
    const refused = useAllowance(k, { granter: source, grantee: payer }, paid, urls);
    if (refused !== undefined) {
      const text = `${source} does not allow to pay fees for ${payer}: ${refused.log}`;
      return { ...refused, log: text };
    }
    if (getAccount(k, source) === undefined) {
      return reject("sdk", 9, `fee payer address: ${source} does not exist: unknown address`);
    }
  }
  if (paid.length > 0) {
    const wire = fee?.amount ?? [];
    if (isRejection(parseCoins(wire))) {
      return reject("sdk", 13, `invalid fee amount: ${rawCoinsText(wire)}: insufficient fee`);
    }
    const refused = sendCoinList(k, source, moduleAddress("fee_collector"), paid);
    // The SDK wraps the text of bank's refusal in the same error once more.
    if (refused !== undefined) return reject("sdk", 5, `${refused.log}: insufficient funds`);
  }
  emit(k, "tx", [
    ["fee", coinsText(offered)],
    ["fee_payer", source],
  ]);
  return undefined;
}

function belowMinimum(offered: readonly Coin[], gasLimit: bigint): Rejection | undefined {
  const required = MIN_GAS_PRICES.map(({ denom, numerator, denominator }) => ({
    denom,
    amount: ceilDiv(numerator * gasLimit, denominator),
  }));
  const enough = required.some(({ denom, amount }) =>
    offered.some((c) => c.denom === denom && c.amount >= amount),
  );
  if (enough) return undefined;
  const text = `insufficient fees; got: ${coinsText(offered)} required: ${coinsText(required)}`;
  return reject("sdk", 13, `${text}: insufficient fee`);
}
