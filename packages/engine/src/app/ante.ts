import { authParams } from "../auth/index.js";
import { rawCoinsText } from "../bank/index.js";
import { byteLength, isRejection, Mode, type Rejection, reject } from "../state/index.js";
import { categoryRejection } from "./categories.js";
import { deductFee } from "./fees.js";
import { antechainGas, GasMeter, readParamsGas, sizeGas } from "./gas.js";
import type { EngineKernel } from "./kernel.js";
import { marketMapRejection } from "./marketMapRule.js";
import { recovered } from "./recovered.js";
import { type Route, routeOf } from "./routes.js";
import { checkSignatures, signersOf } from "./signatures.js";
import type { Transaction } from "./transaction.js";

/** What the ante chain hands on: the gas meter of a paid transaction. */
export interface AnteResult {
  readonly rejection?: Rejection;
  /** Absent for free transactions. */
  readonly gas?: GasMeter;
}

/**
 * The ante chain (app.md §1.7): every check of a transaction before its messages. The three routes
 * differ in what they skip: injected ones are unsigned, clob ones are free. The caller reverts the
 * journal on a rejection.
 */
export function runAnte(k: EngineKernel, tx: Transaction): AnteResult {
  const outcome = recovered(() => anteChain(k, tx));
  return isRejection(outcome) ? { rejection: outcome } : outcome;
}

function anteChain(k: EngineKernel, tx: Transaction): AnteResult {
  const invalid = validateMessages(tx);
  if (invalid !== undefined) return { rejection: invalid, gas: new GasMeter(0n) };
  const route = routeOf(tx);
  if (route === "injected") return refusedWith(checkShape(k, tx, route));
  if (route === "clob") {
    return refusedWith(
      checkShape(k, tx, route) ?? checkSignatureCount(k, tx) ?? checkSignatures(k, tx),
    );
  }
  const limit = k.mode === Mode.Simulate ? 1n << 62n : (tx.authInfo.fee?.gasLimit ?? 0n);
  const gas = new GasMeter(limit);
  const refused =
    checkShape(k, tx, route) ??
    marketMapRejection(k, tx) ??
    readParamsGas(gas) ??
    gas.consume(
      sizeGas(tx, signersOf(tx).length, k.mode, authParams(k).txSizeCostPerByte),
      "txSize",
      0n,
    ) ??
    deductFee(k, tx) ??
    checkSignatureCount(k, tx) ??
    gas.consume(antechainGas, "ante verify: secp256k1", 0n) ??
    checkSignatures(k, tx);
  return refused === undefined ? { gas } : { rejection: refused, gas };
}

function refusedWith(rejection: Rejection | undefined): AnteResult {
  return rejection === undefined ? {} : { rejection };
}

function checkShape(k: EngineKernel, tx: Transaction, route: Route): Rejection | undefined {
  if (tx.body.extensionOptions.length > 0) return reject("sdk", 31, "unknown extension options");
  if (k.mode !== Mode.ReCheckTx) {
    const envelope = route === "injected" ? undefined : envelopeRejection(tx);
    const refused = categoryRejection(k, tx) ?? envelope;
    if (refused !== undefined) return refused;
  }
  const timeout = tx.body.timeoutHeight;
  const height = BigInt(k.header.height);
  if (timeout > 0n && height > timeout) {
    return reject(
      "sdk",
      30,
      `block height: ${height}, timeout height: ${timeout}: tx timeout height`,
    );
  }
  const max = authParams(k).maxMemoCharacters;
  const memo = byteLength(tx.body.memo);
  if (memo > max) {
    const text = `maximum number of characters is ${max} but received ${memo} characters`;
    return reject("sdk", 12, `${text}: memo too large`);
  }
  return undefined;
}

/** What BaseApp judges in every mode, before the ante chain and its gas meter. */
function validateMessages(tx: Transaction): Rejection | undefined {
  if (tx.messages.length === 0) {
    return reject("sdk", 18, "must contain at least one message: invalid request");
  }
  for (const { handler, value } of tx.messages) {
    const refused = handler.validateBasic(value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

const MAX_GAS = (1n << 63n) - 1n;

/** The SDK's own rules of a transaction (Tx.ValidateBasic). */
function envelopeRejection({ authInfo, raw }: Transaction): Rejection | undefined {
  const { gasLimit = 0n, amount = [] } = authInfo.fee ?? {};
  if (gasLimit > MAX_GAS) {
    return reject("sdk", 18, `invalid gas supplied; ${gasLimit} > ${MAX_GAS}: invalid request`);
  }
  if (amount.some((c) => c.amount.startsWith("-"))) {
    return reject("sdk", 13, `invalid fee provided: ${rawCoinsText(amount)}: insufficient fee`);
  }
  return raw.signatures.length === 0 ? reject("sdk", 15, "no signatures supplied") : undefined;
}

function checkSignatureCount(k: EngineKernel, tx: Transaction): Rejection | undefined {
  const limit = authParams(k).txSigLimit;
  const count = tx.raw.signatures.length;
  if (count <= limit) return undefined;
  return reject(
    "sdk",
    14,
    `signatures: ${count}, limit: ${limit}: maximum number of signatures exceeded`,
  );
}
