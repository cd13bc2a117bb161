import { type JsonValue, messageSchemas } from "@perpetua/protocol";

/** A request that cannot be read: HTTP 400, gRPC code 3. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/**
 * Builds the proto-JSON of a request from path and query parameters: dotted names set members of nested messages, repeated names fill lists.
 */
export function requestJson(
  typeName: string,
  params: Readonly<Record<string, string>>,
  query: URLSearchParams,
): JsonValue {
  const json: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(params))
    assign(json, typeName, name.split("."), value);
  for (const [name, value] of query) assign(json, typeName, name.split("."), value);
  return json;
}

function assign(
  target: Record<string, JsonValue>,
  typeName: string,
  path: string[],
  text: string,
): void {
  const [name = "", ...rest] = path;
  const field = messageSchemas[typeName]?.fields.find((f) => f.name === name || f.key === name);
  if (field === undefined) return; // Unknown parameters are ignored, as the gateway does.
  if (rest.length > 0) {
    const nested = (target[field.name] ??= {}) as Record<string, JsonValue>;
    if (field.of !== undefined) assign(nested, field.of, rest, text);
    return;
  }
  const value =
    field.type === "bool" ? text === "true" : field.type === "bytes" ? padBase64(text) : text;
  if (isInteger(field.type) && !/^-?\d+$/.test(text)) {
    throw new BadRequest(
      `type mismatch, parameter: ${name}, error: strconv: parsing "${text}": invalid syntax`,
    );
  }
  if (field.repeated === true)
    target[field.name] = [...((target[field.name] as JsonValue[] | undefined) ?? []), value];
  else target[field.name] = value;
}

function isInteger(type: string): boolean {
  return /^(s|u)?(int|fixed)(32|64)$|^sfixed(32|64)$/.test(type);
}

/** Page keys come in either base64 alphabet. */
function padBase64(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/").replaceAll(" ", "+");
}
