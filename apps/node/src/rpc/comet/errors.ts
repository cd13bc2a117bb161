/** A JSON-RPC error as CometBFT answers it (wire.md §3.4). */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message);
  }
}

/** −32603 with the text in `data`. */
export function internalError(data: string): RpcError {
  return new RpcError(-32603, "Internal error", data);
}

export function invalidParams(data: string): RpcError {
  return new RpcError(-32602, "Invalid params", data);
}
