import {
  fromProtoJson,
  type JsonValue,
  lookupCodec,
  matchRestRoute,
  ProtoJsonError,
  type RestMatch,
  requestFromParams,
  toProtoJson,
} from "@perpetua/protocol";

/** A gRPC answer: the encoded response, or a status code with a text. */
export interface GrpcAnswer {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

/** Answers a gRPC method (`/package.Query/Method`); code 12 for one it does not know. */
export type GrpcHandler = (method: string, request: Uint8Array) => GrpcAnswer | Promise<GrpcAnswer>;

export interface RestRequest {
  /** `GET` or `POST`. */
  readonly verb: string;
  /** Path with query string. */
  readonly url: string;
  /** JSON text of a POST. */
  readonly body?: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly body: JsonValue;
}

/** gRPC status → HTTP status, as the chain's gateway maps them. */
const HTTP_STATUS: Readonly<Record<number, number>> = {
  2: 500,
  3: 400,
  5: 404,
  12: 501,
  13: 500,
};
const INVALID_ARGUMENT = 3;
const UNIMPLEMENTED = 12;

/** A request that cannot be read; the text names the field and the rule. */
class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/**
 * The chain's REST (LCD) paths on top of its gRPC methods (wire.md §3.3): finds the method, builds
 * the request from path, query or body, and prints the response as proto-JSON. Pure: anything that
 * answers gRPC queries can be put behind it, a bare engine too.
 */
export async function answerRest(query: GrpcHandler, request: RestRequest): Promise<RestAnswer> {
  const { pathname, searchParams } = new URL(request.url, "http://lcd");
  try {
    const match = findRoute(request.verb, pathname);
    if (match === undefined) return refusal(UNIMPLEMENTED, "Not Implemented");
    const { route } = match;
    const bytes = encodeRequest(match, searchParams, request.body ?? "");
    const { code, message, value } = await query(route.rpc, bytes);
    if (code !== 0) return refusal(code, message);
    return {
      status: 200,
      body: toProtoJson(route.response, codecOf(route.response).decode(value)),
    };
  } catch (error) {
    if (error instanceof BadRequest) return refusal(INVALID_ARGUMENT, error.message);
    throw error;
  }
}

/** An error as the gateway prints it. */
export function refusal(code: number, message: string): RestAnswer {
  return { status: HTTP_STATUS[code] ?? 500, body: { code, message, details: [] } };
}

function findRoute(verb: string, pathname: string): RestMatch | undefined {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, "") : pathname;
  try {
    return matchRestRoute(verb, path);
  } catch (error) {
    if (error instanceof URIError) throw new BadRequest(`path: ${error.message}`);
    throw error;
  }
}

function encodeRequest(match: RestMatch, query: URLSearchParams, body: string): Uint8Array {
  const { route, pathParams } = match;
  try {
    const message =
      route.httpMethod === "POST"
        ? fromProtoJson(route.request, body === "" ? {} : (JSON.parse(body) as JsonValue))
        : requestFromParams(route.request, [...Object.entries(pathParams), ...query]);
    return codecOf(route.request).encode(message).finish();
  } catch (error) {
    if (error instanceof ProtoJsonError || error instanceof SyntaxError) {
      throw new BadRequest(error.message);
    }
    throw error;
  }
}

function codecOf(typeName: string) {
  const codec = lookupCodec(`/${typeName}`);
  if (codec === undefined) throw new Error(`no codec for ${typeName}`);
  return codec;
}
