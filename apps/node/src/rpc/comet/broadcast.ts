import { txHash } from "@perpetua/protocol";
import type { Logger } from "@perpetua/telemetry";
import type { Chain } from "../../chain/chain.js";
import { MempoolError } from "../../chain/mempool.js";
import type { TxIndex } from "../txIndex.js";
import { base64, txResultJson } from "./encoding.js";
import { internalError } from "./errors.js";
import { txJson } from "./txs.js";

const COMMIT_TIMEOUT_MS = 10_000;
const COMMIT_POLL_MS = 50;
const EMPTY_RESULT = {
  code: 0,
  data: null,
  log: "",
  info: "",
  gas_wanted: "0",
  gas_used: "0",
  events: [],
  codespace: "",
};

/** `broadcast_tx_sync`: the answer of CheckTx. */
export async function broadcastSync(chain: Chain, bytes: Uint8Array) {
  const { hash, check } = await submit(chain, bytes);
  return { code: check.code, data: "", log: check.log, codespace: check.codespace, hash };
}

/** `broadcast_tx_async`: the client does not want to know what becomes of it; the log does. */
export function broadcastAsync(chain: Chain, bytes: Uint8Array, logger: Logger) {
  const hash = txHash(bytes);
  chain.submit(bytes).catch((error: unknown) => {
    if (error instanceof MempoolError) logger.debug({ hash }, `not taken: ${error.message}`);
    else logger.error({ err: error, hash }, "transaction could not be checked");
  });
  return { code: 0, data: "", log: "", codespace: "", hash };
}

/** `broadcast_tx_commit`: waits until the transaction is in a block. */
export async function broadcastCommit(chain: Chain, index: TxIndex, bytes: Uint8Array) {
  const { hash, check } = await submit(chain, bytes);
  const check_tx = txResultJson(check);
  if (check.code !== 0) return { check_tx, tx_result: EMPTY_RESULT, hash, height: "0" };
  const deadline = Date.now() + COMMIT_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const found = index.read(hash);
    if (found !== undefined) {
      const { tx_result, height } = txJson(found);
      return { check_tx, tx_result, hash, height };
    }
    await new Promise((resolve) => setTimeout(resolve, COMMIT_POLL_MS));
  }
  throw internalError("timed out waiting for tx to be included in a block");
}

export function unconfirmed(chain: Chain, limit: number) {
  const { count, bytes } = chain.mempool.totals();
  const txs = chain.mempool.listed(limit);
  return {
    n_txs: String(txs.length),
    total: String(count),
    total_bytes: String(bytes),
    txs: txs.map(base64),
  };
}

async function submit(chain: Chain, bytes: Uint8Array) {
  try {
    return await chain.submit(bytes);
  } catch (error) {
    if (error instanceof MempoolError) throw internalError(error.message);
    throw error;
  }
}
