import { cosmosTx } from "@perpetua/protocol";
import type { Logger } from "@perpetua/telemetry";
import type { Chain } from "../../chain/chain.js";
import type { GrpcAnswer, GrpcHandler } from "../lcd/index.js";
import { base64 } from "./encoding.js";

/** gRPC status → sdk code, name of the status, text of the code (wire.md §3.5, last part). */
const STATUSES: Readonly<Record<number, readonly [number, string, string]>> = {
  3: [18, "InvalidArgument", "invalid request"],
  5: [22, "NotFound", "key not found"],
  9: [18, "FailedPrecondition", "invalid request"],
  13: [6, "Internal", "unknown request"],
  16: [4, "Unauthenticated", "unauthorized"],
};
const UNKNOWN: readonly [number, string, string] = [6, "Unknown", "unknown request"];
const UNIMPLEMENTED = 12;
/** The SDK's code of a handler that panicked (wire.md §3.5). */
const PANIC_CODE = 111_222;

export interface AbciQuery {
  readonly path: string;
  readonly data: Uint8Array;
  /** 0 or absent = the newest. */
  readonly height: number | undefined;
}

/** `abci_query`: gRPC methods by path, and the few `/app/…` paths that clients know. */
export async function abciQuery(chain: Chain, grpc: GrpcHandler, query: AbciQuery, logger: Logger) {
  const refused = refuseHeight(chain, query.height ?? 0);
  if (refused !== undefined) return refused;
  if (query.path === "/app/version") {
    return response({ value: "", height: chain.height, codespace: "sdk" });
  }
  let answer: GrpcAnswer;
  try {
    answer = await run(grpc, query);
  } catch (error) {
    logger.error({ err: error, path: query.path }, "query failed");
    const log = `${error instanceof Error ? error.message : String(error)}: panic`;
    return response({ code: PANIC_CODE, log, codespace: "undefined" });
  }
  return answerJson(answer, chain.height);
}

function run(grpc: GrpcHandler, { path, data }: AbciQuery) {
  if (path !== "/app/simulate") return grpc(path, data);
  const request = cosmosTx.SimulateRequest.fromPartial({ txBytes: data });
  return grpc(
    "/cosmos.tx.v1beta1.Service/Simulate",
    cosmosTx.SimulateRequest.encode(request).finish(),
  );
}

function answerJson({ code, value, message }: GrpcAnswer, height: number) {
  if (code === 0) return response({ value: base64(value), height });
  if (code === UNIMPLEMENTED) {
    return response({ code: 6, log: "unknown query path: unknown request", codespace: "sdk" });
  }
  const [sdkCode, name, text] = STATUSES[code] ?? UNKNOWN;
  const log = `rpc error: code = ${name} desc = ${message}: ${text}`;
  return response({ code: sdkCode, log, height, codespace: "sdk" });
}

/** Only the newest state is kept; a client that wants another must not get this one. */
function refuseHeight(chain: Chain, height: number) {
  if (height === 0 || height === chain.height) return undefined;
  if (height > chain.height) {
    const log = "cannot query with height in the future; please provide a valid height";
    return response({ code: 26, log: `${log}: invalid height`, codespace: "sdk" });
  }
  const log = `failed to load state at height ${height}; only the newest state is kept (latest height: ${chain.height})`;
  return response({ code: 18, log: `${log}: invalid request`, codespace: "sdk" });
}

function response(given: {
  readonly code?: number;
  readonly log?: string;
  readonly value?: string;
  readonly height?: number;
  readonly codespace?: string;
}) {
  const { code = 0, log = "", value = null, height = 0, codespace = "" } = given;
  return {
    response: {
      code,
      log,
      info: "",
      index: "0",
      key: null,
      value,
      proofOps: null,
      height: String(height),
      codespace,
    },
  };
}
