import { parse } from "node:querystring";

/** Repeated keys and `key[]` become lists, as the reference's parser has it (api.md §0.7). */
export function parseQuery(text: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(parse(text))) {
    const isList = key.endsWith("[]");
    const name = isList ? key.slice(0, -2) : key;
    query[name] = isList && !Array.isArray(value) ? [value] : value;
  }
  return query;
}
