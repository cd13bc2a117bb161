import { authParams } from "../auth/index.js";
import { byteLength, isRejection, Mode, type Rejection, reject } from "../state/index.js";
import { categoryRejection } from "./categories.js";
import { deductFee } from "./fees.js";
import { antechainGas, GasMeter, readParamsGas } from "./gas.js";
import type { EngineKernel } from "./kernel.js";
import { marketMapRejection } from "./marketMapRule.js";
import { recovered } from "./recovered.js";
import { routeOf } from "./routes.js";
import { checkSignatures } from "./signatures.js";
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
  const route = routeOf(tx);
  const shape = checkShape(k, tx);
  if (shape !== undefined) return { rejection: shape };
  if (route === "injected") return {};
  if (route === "clob") {
    const refused = checkSignatureCount(k, tx) ?? checkSignatures(k, tx);
    return refused === undefined ? {} : { rejection: refused };
  }
  const unsafe = marketMapRejection(k, tx);
  if (unsafe !== undefined) return { rejection: unsafe };
  const limit = k.mode === Mode.Simulate ? 1n << 62n : (tx.authInfo.fee?.gasLimit ?? 0n);
  const gas = new GasMeter(limit);
  const refused =
    readParamsGas(gas) ??
    gas.consume(BigInt(tx.bytes.length * authParams(k).txSizeCostPerByte), "txSize", 0n) ??
    deductFee(k, tx) ??
    checkSignatureCount(k, tx) ??
    gas.consume(antechainGas, "ante", 0n) ??
    checkSignatures(k, tx);
  return refused === undefined ? { gas } : { rejection: refused, gas };
}

function checkShape(k: EngineKernel, tx: Transaction): Rejection | undefined {
  const critical = tx.body.extensionOptions[0];
  if (critical !== undefined) {
    return reject("sdk", 31, `${critical.typeUrl}: unknown extension options`);
  }
  if (k.mode !== Mode.ReCheckTx) {
    const refused = categoryRejection(k, tx) ?? validateMessages(tx);
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

function validateMessages(tx: Transaction): Rejection | undefined {
  for (const { handler, value } of tx.messages) {
    const refused = handler.validateBasic(value);
    if (refused !== undefined) return refused;
  }
  return undefined;
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
