import { isRejection, type Rejection } from "../state/index.js";

/** gRPC status codes that answers use. */
export enum GrpcCode {
  Ok = 0,
  Unknown = 2,
  InvalidArgument = 3,
  NotFound = 5,
  Internal = 13,
}

/** A gRPC answer: the encoded response, or a code with a text. */
export interface QueryResult {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

/** Why a query has no answer. */
export interface QueryFailure {
  readonly failureCode: GrpcCode;
  readonly message: string;
}

/** One gRPC method: `/package.Query/Method` and how it is answered from the state in view. */
export type Query<K> = readonly [path: string, run: (k: K, request: Uint8Array) => QueryResult];

interface RequestCodec<Q> {
  decode(bytes: Uint8Array): Q;
}

interface ResponseCodec<A> {
  encode(message: A): { finish(): Uint8Array };
}

const NOTHING = new Uint8Array();

/**
 * Describes one method; `answer` only reads. A request that cannot be decoded is the caller's fault
 * (code 3).
 */
export function query<K, Q, A extends object>(
  path: string,
  request: RequestCodec<Q>,
  response: ResponseCodec<A>,
  answer: (k: K, request: Q) => A | QueryFailure | Rejection,
): Query<K> {
  return [path, (k, bytes) => run(k, bytes, request, response, answer)];
}

function run<K, Q, A extends object>(
  k: K,
  bytes: Uint8Array,
  request: RequestCodec<Q>,
  response: ResponseCodec<A>,
  answer: (k: K, request: Q) => A | QueryFailure | Rejection,
): QueryResult {
  let decoded: Q;
  try {
    decoded = request.decode(bytes);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: GrpcCode.InvalidArgument, value: NOTHING, message };
  }
  const result = answer(k, decoded);
  if (isFailure(result))
    return { code: result.failureCode, value: NOTHING, message: result.message };
  if (isRejection(result)) return { code: GrpcCode.Unknown, value: NOTHING, message: result.log };
  return { code: GrpcCode.Ok, value: response.encode(result).finish(), message: "" };
}

export function isFailure(result: object): result is QueryFailure {
  return "failureCode" in result;
}

export function notFound(message = "not found"): QueryFailure {
  return { failureCode: GrpcCode.NotFound, message };
}

export function invalidArgument(message: string): QueryFailure {
  return { failureCode: GrpcCode.InvalidArgument, message };
}
