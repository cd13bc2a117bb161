import { restRules } from "@perpetua/api";
import { z } from "zod";
import { type AnyRoute, pathParameters } from "../http/route.js";

type Json = Record<string, unknown>;

/** JSON schema of a value; `io` says whether defaults make a key optional. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const document = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  const { $schema: _, ...rest } = document;
  return rest;
}

function isRequired(schema: z.ZodType): boolean {
  return !schema.safeParse(undefined).success;
}

function parameters(route: AnyRoute): Json[] {
  const inPath = new Set(pathParameters(route.path));
  return Object.entries(route.input.shape).flatMap(([name, field]) => {
    const schema = field as z.ZodType;
    const rule = restRules.get(schema);
    if (rule === undefined || rule.kind === "json") return [];
    const isPath = inPath.has(name);
    const isList = rule.kind === "list" || rule.kind === "addressList";
    return [
      {
        name,
        in: isPath ? "path" : "query",
        required: isPath || isRequired(schema),
        description: rule.message,
        schema: jsonSchema(schema, "input"),
        ...(isList ? { style: "form", explode: false } : {}),
      },
    ];
  });
}

function requestBody(route: AnyRoute): Json | undefined {
  const fields = Object.entries(route.input.shape).filter(
    ([, schema]) => restRules.get(schema as z.ZodType)?.kind === "json",
  );
  if (fields.length === 0) return undefined;
  const schema = z.object(Object.fromEntries(fields) as z.ZodRawShape);
  return {
    required: true,
    content: { "application/json": { schema: jsonSchema(schema, "input") } },
  };
}

function errorResponse(description: string): Json {
  return {
    description,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Errors" } } },
  };
}

function operation(route: AnyRoute): Json {
  const body = requestBody(route);
  return {
    summary: route.summary,
    operationId: route.path.replace(/^\/v4\//, "").replaceAll(/[/:.-]+/g, "_"),
    parameters: parameters(route),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      200: {
        description: "OK",
        content: { "application/json": { schema: jsonSchema(route.output, "output") } },
      },
      400: errorResponse("A parameter is missing or wrong"),
      ...(route.compliance === true
        ? { 403: errorResponse("GEOBLOCKED or COMPLIANCE_BLOCKED") }
        : {}),
      404: errorResponse("Not found"),
      ...(route.bucket === undefined ? {} : { 429: errorResponse("Too many requests") }),
    },
    ...(route.bucket === undefined ? {} : { "x-rate-limit-bucket": route.bucket }),
    ...(route.cacheControl === undefined ? {} : { "x-cache-control": route.cacheControl }),
    "x-compliance-check": route.compliance === true,
  };
}

/** The OpenAPI document of some routes, generated from the schemas that check them. */
export function openapiDocument(routes: readonly AnyRoute[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Perpetua indexer",
      version: "1.0.0",
      description: "Markets, accounts and history of the exchange. No authentication.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: {
        Errors: {
          type: "object",
          required: ["errors"],
          properties: {
            errors: {
              type: "array",
              items: {
                type: "object",
                required: ["msg"],
                properties: {
                  value: {},
                  code: { type: "string" },
                  msg: { type: "string" },
                  param: { type: "string" },
                  location: { enum: ["params", "query", "body"] },
                },
              },
            },
          },
        },
      },
    },
  };
}
