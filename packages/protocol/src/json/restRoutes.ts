import { messageSchemas, methodSchemas } from "../gen/schema.js";
import type { JsonValue } from "../tx/aminoJson.js";
import { fromProtoJson, ProtoJsonError } from "./fromProtoJson.js";

/** One REST path of the gateway and the gRPC method behind it. */
export interface RestRoute {
  /** For example `/dydxprotocol.clob.Query/ClobPair`. */
  readonly rpc: string;
  readonly httpMethod: "GET" | "POST";
  readonly template: string;
  readonly request: string;
  readonly response: string;
}

export interface RestMatch {
  readonly route: RestRoute;
  readonly pathParams: Readonly<Record<string, string>>;
}

/**
 * All routes; more literal templates come first, so that `blocks/latest` beats `blocks/{height}`.
 */
export const restRoutes: readonly RestRoute[] = Object.entries(methodSchemas)
  .flatMap(([rpc, { rest, request, response }]) => {
    if (rest === undefined) return [];
    const [httpMethod, template] = rest.split(" ") as ["GET" | "POST", string];
    return [{ rpc, httpMethod, template, request, response }];
  })
  .sort((a, b) => parameterCount(a.template) - parameterCount(b.template));

function parameterCount(template: string): number {
  return template.split("{").length - 1;
}

const routesByLength = new Map<number, RestRoute[]>();
for (const route of restRoutes) {
  const { length } = route.template.split("/");
  const bucket = routesByLength.get(length) ?? [];
  bucket.push(route);
  routesByLength.set(length, bucket);
}

/** Finds the method of a path (without query string). */
export function matchRestRoute(httpMethod: string, path: string): RestMatch | undefined {
  const parts = path.split("/");
  for (const route of routesByLength.get(parts.length) ?? []) {
    if (route.httpMethod !== httpMethod) continue;
    const pathParams = matchTemplate(route.template.split("/"), parts);
    if (pathParams !== undefined) return { route, pathParams };
  }
  return undefined;
}

function matchTemplate(template: readonly string[], parts: readonly string[]) {
  const params: Record<string, string> = {};
  for (const [index, wanted] of template.entries()) {
    const part = parts[index] as string;
    if (wanted.startsWith("{")) {
      if (part === "") return undefined;
      params[wanted.slice(1, -1)] = decodeURIComponent(part);
    } else if (wanted !== part) {
      return undefined;
    }
  }
  return params;
}

/**
 * Builds a request from path and query parameters; nested members are dotted
 * (`pagination.limit=5`), repeated ones occur several times. Unknown parameters are ignored.
 */
export function requestFromParams<T extends object>(
  typeName: string,
  params: Iterable<readonly [string, string]>,
): T {
  const json: { [key: string]: JsonValue } = {};
  for (const [name, text] of params) assignParam(typeName, json, name.split("."), text);
  return fromProtoJson<T>(typeName, json);
}

function assignParam(
  typeName: string,
  json: { [key: string]: JsonValue },
  path: readonly string[],
  text: string,
): void {
  const [head, ...rest] = path;
  const fields = messageSchemas[typeName]?.fields ?? [];
  const field = fields.find((candidate) => candidate.name === head || candidate.key === head);
  if (field === undefined) return;
  if (rest.length > 0) {
    if (field.type !== "message" || field.of === undefined || field.repeated) return;
    const nested = (json[field.name] ?? {}) as { [key: string]: JsonValue };
    json[field.name] = nested;
    assignParam(field.of, nested, rest, text);
  } else if (field.repeated) {
    json[field.name] = [...((json[field.name] ?? []) as readonly JsonValue[]), text];
  } else if (field.type === "message") {
    throw new ProtoJsonError(`${field.name}: expected members, such as ${field.name}.x`);
  } else {
    json[field.name] = text;
  }
}
