import {
  ApiError,
  type ApiErrorEntry,
  type MarketCatalog,
  type RestRule,
  restRules,
} from "@perpetua/api";
import type { z } from "zod";
import type { AnyRoute } from "./route.js";

/** Where a request's texts were found. */
export interface RawRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

type Location = "params" | "query" | "body";

interface Found {
  readonly raw: unknown;
  readonly location: Location;
}

const INTEGER = /^[+-]?\d+$/;
const BOOLEANS = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function toList(raw: unknown): string[] {
  const parts = Array.isArray(raw) ? raw.map(String) : String(raw).split(",");
  return parts.map((part) => part.toUpperCase());
}

/**
 * `limit` is reported as the number that it parsed to (traps-indexer 45): an empty text is 0, one
 * with letters is none, `1.5` stays 1.5 (api.md §0.7).
 */
const toLimit = (raw: unknown): number => Number(String(raw));

/** The value that the schema checks, and what an error entry shows of it. */
function coerce(rule: RestRule, raw: unknown): { value: unknown; shown: unknown } {
  switch (rule.kind) {
    case "limit": {
      const parsed = toLimit(raw);
      return { value: parsed, shown: parsed };
    }
    case "integer":
      return { value: INTEGER.test(String(raw)) ? Number(raw) : Number.NaN, shown: raw };
    case "boolean":
      // Q15: Python clients write True and False.
      return { value: BOOLEANS.get(String(raw).toLowerCase()) ?? raw, shown: raw };
    case "list": {
      const list = toList(raw);
      return { value: list, shown: list };
    }
    case "addressList":
      return { value: Array.isArray(raw) ? raw : String(raw).split(","), shown: raw };
    default:
      return { value: raw, shown: raw };
  }
}

function locate(name: string, rule: RestRule, request: RawRequest): Found | undefined {
  if (rule.kind === "json") {
    const raw = request.body[name];
    return raw === undefined ? undefined : { raw, location: "body" };
  }
  if (request.params[name] !== undefined) return { raw: request.params[name], location: "params" };
  if (request.query[name] !== undefined) return { raw: request.query[name], location: "query" };
  return undefined;
}

function missingEntries(name: string, rule: RestRule): ApiErrorEntry[] {
  const first = rule.missingMessage ?? rule.message;
  return [first, ...(rule.missingExtra ?? [])].map((msg) => ({
    msg,
    param: name,
    location: rule.missingIn,
  }));
}

interface Checked {
  readonly value?: unknown;
  readonly errors: readonly ApiErrorEntry[];
}

async function checkField(
  name: string,
  schema: z.ZodType,
  request: RawRequest,
  markets: MarketCatalog,
): Promise<Checked> {
  const rule = restRules.get(schema);
  if (rule === undefined) throw new Error(`parameter ${name} has no REST rule`);
  const found = locate(name, rule, request);
  if (found === undefined) {
    const absent = schema.safeParse(undefined);
    if (absent.success) return { value: absent.data, errors: [] };
    return { errors: missingEntries(name, rule) };
  }
  const { value, shown } = coerce(rule, found.raw);
  const parsed = schema.safeParse(value);
  const isKnown =
    parsed.success &&
    (rule.kind !== "ticker" || (await markets.byTicker(String(value))) !== undefined);
  if (isKnown) return { value: parsed.data, errors: [] };
  const msg = found.raw === "" ? (rule.emptyMessage ?? rule.message) : rule.message;
  return { errors: [{ value: shown, msg, param: name, location: found.location }] };
}

/** Checks a request against a route's schema; throws the 400 with one entry per failed rule. */
export async function validate(
  route: AnyRoute,
  request: RawRequest,
  markets: MarketCatalog,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  const errors: ApiErrorEntry[] = [];
  for (const [name, schema] of Object.entries(route.input.shape)) {
    const checked = await checkField(name, schema as z.ZodType, request, markets);
    errors.push(...checked.errors);
    if (checked.value !== undefined) input[name] = checked.value;
  }
  errors.push(...(route.crossCheck?.({ ...request.query, ...request.params }) ?? []));
  if (errors.length > 0) throw new ApiError(400, errors);
  return input;
}
