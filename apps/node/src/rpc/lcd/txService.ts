import { cosmosBase, cosmosTx, txHash } from "@perpetua/protocol";
import type { Chain } from "../../chain/chain.js";
import { MempoolError } from "../../chain/mempool.js";
import { timeText } from "../comet/encoding.js";
import { RpcError } from "../comet/errors.js";
import { searchTxs } from "../comet/search.js";
import type { NodeContext } from "../context.js";
import type { LocatedTx, TxIndex } from "../txIndex.js";
import type { GrpcAnswer } from "./answerRest.js";
import { type MethodTable, ok, refused } from "./methodTable.js";

const SERVICE = "/cosmos.tx.v1beta1.Service";
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const MODE_SYNC = 2;
const MODE_ASYNC = 3;
const ORDER_DESC = 2;
const DEFAULT_PAGE = 100;
/** sdk codes of what never reaches the engine (wire.md §4.1). */
const MEMPOOL_CODES = { IN_CACHE: 19, FULL: 20, ACCOUNT_FULL: 20, TOO_LARGE: 21 } as const;

/** `cosmos.tx.v1beta1.Service`: simulating, broadcasting and finding transactions. */
export function txService({ chain, index }: NodeContext): MethodTable {
  return {
    [`${SERVICE}/Simulate`]: (request) => chain.exchange.simulateQuery(request),
    [`${SERVICE}/BroadcastTx`]: (request) =>
      broadcast(chain, cosmosTx.BroadcastTxRequest.decode(request)),
    [`${SERVICE}/GetTx`]: (request) => {
      const { hash } = cosmosTx.GetTxRequest.decode(request);
      const found = index.read(hash);
      if (found === undefined) return refused(NOT_FOUND, `tx not found: ${hash}`);
      return ok(cosmosTx.GetTxResponse.encode(txAnswer(found)).finish());
    },
    [`${SERVICE}/GetTxsEvent`]: (request) =>
      search(chain, index, cosmosTx.GetTxsEventRequest.decode(request)),
  };
}

/** `GET /cosmos/tx/v1beta1/txs?query=…&page=1&limit=100&order_by=ORDER_BY_DESC`. */
async function search(
  chain: Chain,
  index: TxIndex,
  request: cosmosTx.GetTxsEventRequest,
): Promise<GrpcAnswer> {
  const query = request.query || request.events.join(" AND ");
  if (query === "") return refused(INVALID_ARGUMENT, "query cannot be empty");
  const limit = Number(request.limit) || DEFAULT_PAGE;
  const page = Number(request.page) || 1;
  let found: LocatedTx[];
  try {
    found = await searchTxs(index, chain.log, query);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return refused(INVALID_ARGUMENT, error.data ?? error.message);
  }
  const ordered = Number(request.orderBy) === ORDER_DESC ? found.toReversed() : found;
  const answers = ordered.slice((page - 1) * limit, page * limit).map(txAnswer);
  const response = cosmosTx.GetTxsEventResponse.fromPartial({
    txs: answers.map(({ tx }) => tx),
    txResponses: answers.map(({ txResponse }) => txResponse),
    total: BigInt(found.length),
  });
  return ok(cosmosTx.GetTxsEventResponse.encode(response).finish());
}

async function broadcast(chain: Chain, request: cosmosTx.BroadcastTxRequest): Promise<GrpcAnswer> {
  if (request.txBytes.length === 0) return refused(INVALID_ARGUMENT, "invalid empty tx");
  const mode = Number(request.mode);
  if (mode !== MODE_SYNC && mode !== MODE_ASYNC) {
    const text = `unsupported return type ${mode}; supported types: sync, async`;
    return refused(INVALID_ARGUMENT, text);
  }
  try {
    const { hash, check } = await chain.submit(request.txBytes);
    const { code, codespace, log } = check;
    return ok(encodeBroadcast({ txhash: hash, code, codespace, rawLog: code === 0 ? "" : log }));
  } catch (error) {
    if (!(error instanceof MempoolError)) throw error;
    // The SDK sends these without a text; ours names the bound that only this node has.
    const rawLog = error.code === "ACCOUNT_FULL" ? error.message : "";
    return ok(encodeBroadcast({ code: MEMPOOL_CODES[error.code], codespace: "sdk", rawLog }));
  }
}

function encodeBroadcast(response: Partial<cosmosBase.TxResponse>): Uint8Array {
  const txResponse = cosmosBase.TxResponse.fromPartial(response);
  return cosmosTx.BroadcastTxResponse.encode({ txResponse }).finish();
}

/** The transaction and its result as the SDK shows them. */
function txAnswer({ record, index }: LocatedTx) {
  const result = record.results[index];
  const bytes = record.txs[index] ?? new Uint8Array();
  const raw = cosmosTx.TxRaw.decode(bytes);
  const tx = {
    body: cosmosTx.TxBody.decode(raw.bodyBytes),
    authInfo: cosmosTx.AuthInfo.decode(raw.authInfoBytes),
    signatures: raw.signatures,
  };
  const txResponse = cosmosBase.TxResponse.fromPartial({
    height: BigInt(record.height),
    txhash: txHash(bytes),
    codespace: result?.codespace ?? "",
    code: result?.code ?? 0,
    data: Buffer.from(result?.data ?? [])
      .toString("hex")
      .toUpperCase(),
    rawLog: result?.log ?? "",
    gasWanted: result?.gasWanted ?? 0n,
    gasUsed: result?.gasUsed ?? 0n,
    tx: { typeUrl: "/cosmos.tx.v1beta1.Tx", value: cosmosTx.Tx.encode(tx).finish() },
    timestamp: timeText(record.seconds, 0),
    events: (result?.events ?? []).map((e) => ({
      type: e.type,
      attributes: e.attributes.map(([key, value]) => ({ key, value, index: true })),
    })),
  });
  return { tx, txResponse };
}
