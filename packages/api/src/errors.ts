/** One entry of an error body (api.md §0.9); the key order is the order in which it is written. */
export interface ApiErrorEntry {
  readonly value?: unknown;
  readonly code?: string;
  readonly msg: string;
  readonly param?: string;
  readonly location?: string;
}

/**
 * An answer other than 200. Services throw it with the status and body that REST must show;
 * tRPC translates the status into its own code (see trpc.ts).
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errors: readonly ApiErrorEntry[];

  constructor(status: number, errors: readonly ApiErrorEntry[]) {
    super(errors.map((entry) => entry.msg).join("; "));
    this.status = status;
    this.errors = errors;
  }
}

/** 404 with the `errors` array (api.md §0.9). */
export function notFound(msg: string): ApiError {
  return new ApiError(404, [{ msg }]);
}

/** 400 for a rule that only the handler can check. */
export function badRequest(msg: string): ApiError {
  return new ApiError(400, [{ msg }]);
}

/** 400 in the shape of a failed parameter rule. */
export function invalidParam(
  param: string,
  msg: string,
  location: "params" | "query" | "body",
  value?: unknown,
): ApiError {
  const entry = { msg, param, location };
  return new ApiError(400, [value === undefined ? entry : { value, ...entry }]);
}

/** 429 of every limiter (api.md §2.1). */
export function tooManyRequests(): ApiError {
  return new ApiError(429, [{ msg: "Too many requests" }]);
}
