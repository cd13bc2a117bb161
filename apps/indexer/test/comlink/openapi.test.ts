import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnyRoute, pathParameters } from "../../src/comlink/http/route.js";
import { openapiDocument } from "../../src/comlink/openapi/document.js";
import { restRoutes, testOnlyRoutes } from "../../src/comlink/routes/index.js";

interface FactParameter {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  readonly list?: boolean;
  readonly errorMessage?: string;
}

interface Fact {
  readonly method: string;
  readonly path: string;
  readonly pathParams: readonly FactParameter[];
  readonly query: readonly FactParameter[];
  readonly body?: readonly FactParameter[];
  readonly response: { readonly status: number; readonly schema: Json };
  readonly rateLimitBucket: string | null;
  readonly complianceCheck: boolean;
  readonly cacheControl: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const FACTS = JSON.parse(
  readFileSync(new URL("./fixtures/openapi-facts.json", import.meta.url), "utf8"),
) as Fact[];
/** Names reserved by the reference that no trading client calls (api.md §1.26). */
const LEFT_OUT = /^\/v4\/(turnkey|bridging)\//;

const routes = [...restRoutes, ...testOnlyRoutes];
const document = openapiDocument(routes) as { paths: Record<string, Record<string, Json>> };

function operationOf(fact: Fact): Json {
  const operation = document.paths[fact.path]?.[fact.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${fact.method} ${fact.path} is missing`);
  return operation;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One way of writing a schema: no notes and bounds, nullability as a type, sorted keys. */
function normalize(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const options = (schema.anyOf ?? schema.oneOf) as readonly Json[] | undefined;
  if (options !== undefined) {
    const value = options.find((option) => option.type !== "null") ?? {};
    const nullable = options.some((option) => option.type === "null");
    return { ...(normalize(value) as Json), ...(nullable ? { nullable: true } : {}) };
  }
  const types = Array.isArray(schema.type) ? (schema.type as string[]) : [String(schema.type)];
  const members = (schema.enum as unknown[] | undefined)?.filter((member) => member !== null);
  const result: Record<string, unknown> = { type: types.find((type) => type !== "null") };
  if (types.includes("null")) result.nullable = true;
  if (schema.format !== undefined) result.format = schema.format;
  if (members !== undefined) result.enum = members;
  if (schema.items !== undefined) result.items = normalize(schema.items);
  if (isObject(schema.properties)) {
    const entries = Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1));
    result.properties = Object.fromEntries(
      entries.map(([name, value]) => [name, normalize(value)]),
    );
    result.required = [...((schema.required as string[] | undefined) ?? [])].sort();
  } else if (isObject(schema.additionalProperties)) {
    result.values = normalize(schema.additionalProperties);
  }
  return result;
}

function checkParameter(fact: FactParameter, where: string, operation: Json): void {
  const parameters = operation.parameters as readonly (Json & { name: string; schema: Json })[];
  const label = `${where} ${fact.name}`;
  const parameter = parameters.find(({ name }) => name === fact.name);
  expect(parameter, label).toBeDefined();
  if (parameter === undefined) return;
  const isTotalVolume = where.endsWith("total_volume");
  // Its absence is a 500 in the reference, which is no validation error (api.md §1.22).
  if (!isTotalVolume) expect(parameter.required, label).toBe(fact.required ?? true);
  if (fact.errorMessage !== undefined) {
    expect(parameter.description, label).toBe(fact.errorMessage);
  }
  const { schema } = parameter;
  const item = (fact.list === true ? schema.items : schema) as Json;
  if (fact.enum !== undefined) expect(item.enum, label).toEqual(fact.enum);
  if (fact.type === "integer") {
    expect(schema.type, label).toBe("integer");
    if (fact.min !== undefined) expect(schema.minimum, label).toBe(fact.min);
    if (fact.max !== undefined) expect(schema.maximum, label).toBe(fact.max);
  }
  if (fact.type === "boolean") expect(schema.type, label).toBe("boolean");
}

function checkBody(fact: Fact, operation: Json): void {
  const { requestBody } = operation as {
    requestBody?: { content: { "application/json": { schema: Json } } };
  };
  const schema = requestBody?.content["application/json"].schema;
  const properties = (schema?.properties ?? {}) as Record<string, Json>;
  const required = new Set((schema?.required as string[] | undefined) ?? []);
  const where = `${fact.method} ${fact.path}`;
  expect(Object.keys(properties).sort(), where).toEqual(
    (fact.body ?? []).map(({ name }) => name).sort(),
  );
  for (const field of fact.body ?? []) {
    expect(required.has(field.name), `${where} ${field.name}`).toBe(field.required === true);
    if (field.enum === undefined) continue;
    expect(properties[field.name]?.enum, `${where} ${field.name}`).toEqual(field.enum);
  }
}

/** The recordings show `volume24H` untrimmed, as api.md says and the facts do not (trap 54). */
function recorded(fact: Fact): unknown {
  if (fact.path !== "/v4/perpetualMarkets") return fact.response.schema;
  const text = JSON.stringify(fact.response.schema);
  const trimmed = '"volume24H":{"type":"string","format":"decimal"}';
  expect(text).toContain(trimmed);
  return JSON.parse(text.replace(trimmed, trimmed.replace("decimal", "decimal-untrimmed")));
}

function routeOf(fact: Fact): AnyRoute | undefined {
  const path = fact.path.replaceAll(/\{(\w+)\}/g, ":$1");
  return routes.find((route) => route.method === fact.method && route.path === path);
}

describe("generated OpenAPI against the interface facts", () => {
  const facts = FACTS.filter(({ path }) => !LEFT_OUT.test(path));

  it("has every endpoint and no other", () => {
    const ours = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(ours.sort()).toEqual(facts.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(facts.map((fact) => [`${fact.method} ${fact.path}`, fact] as const))(
    "%s",
    (where, fact) => {
      const operation = operationOf(fact);
      for (const parameter of [...fact.pathParams, ...fact.query]) {
        checkParameter(parameter, where, operation);
      }
      checkBody(fact, operation);
      const { responses } = operation as {
        responses: Record<string, { content: { "application/json": { schema: Json } } }>;
      };
      const schema = responses[200]?.content["application/json"].schema;
      expect(normalize(schema)).toEqual(normalize(recorded(fact)));
      const route = routeOf(fact);
      expect(route?.bucket ?? null).toBe(fact.rateLimitBucket);
      expect(route?.compliance ?? false).toBe(fact.complianceCheck);
      expect(route?.cacheControl ?? null).toBe(fact.cacheControl);
    },
  );

  it("describes every path parameter", () => {
    for (const route of routes) {
      for (const name of pathParameters(route.path)) {
        expect(Object.keys(route.input.shape), route.path).toContain(name);
      }
    }
  });
});
