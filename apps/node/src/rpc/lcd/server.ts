import type { AddressInfo } from "node:net";
import { fromProtoJson, type JsonValue, lookupCodec, toProtoJson } from "@perpetua/protocol";
import { describeError, type Logger } from "@perpetua/telemetry";
import Fastify from "fastify";
import type { Chain } from "../../chain/chain.js";
import type { RpcServer } from "../comet/server.js";
import { nodeService } from "./nodeService.js";
import { BadRequest, requestJson } from "./requestJson.js";
import { matchRoute, type RouteMatch } from "./routes.js";

/** gRPC status → HTTP status of the gateway. */
const HTTP_STATUS: Readonly<Record<number, number>> = { 2: 500, 3: 400, 5: 404, 12: 501, 13: 500 };
const BODY_LIMIT = 2_000_000;

/** Serves the chain's REST (LCD) paths on top of its gRPC queries (wire.md §3.3). */
export async function startLcdServer(options: {
  readonly chain: Chain;
  readonly port: number;
  readonly host: string;
  readonly logger: Logger;
}): Promise<RpcServer> {
  const { chain, logger } = options;
  const service = nodeService(chain);
  const app = Fastify({ bodyLimit: BODY_LIMIT });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.all("/*", async (request, reply) => {
    reply.header("access-control-allow-origin", "*");
    reply.header("content-type", "application/json");
    if (request.method === "OPTIONS") {
      reply.header("access-control-allow-methods", "HEAD, GET, POST");
      reply.header(
        "access-control-allow-headers",
        "Origin, Accept, Content-Type, X-Requested-With",
      );
      return reply.code(204).send();
    }
    const url = new URL(request.url, "http://lcd");
    const verb = request.method === "HEAD" ? "GET" : request.method;
    const match = matchRoute(verb, url.pathname);
    if (match === undefined) return reply.code(501).send(errorBody(12, "Not Implemented"));
    try {
      const bytes = encodeRequest(match, url, String(request.body ?? ""));
      const answer =
        (await service(match.route.method, bytes)) ??
        chain.exchange.query(match.route.method, bytes);
      if (answer.code !== 0) {
        return reply
          .code(HTTP_STATUS[answer.code] ?? 500)
          .send(errorBody(answer.code, answer.message));
      }
      return reply.send(JSON.stringify(decodeResponse(match, answer.value)));
    } catch (error) {
      if (error instanceof BadRequest || error instanceof SyntaxError) {
        return reply.code(400).send(errorBody(3, error.message));
      }
      logger.error({ err: error, url: request.url }, "lcd request failed");
      return reply.code(500).send(errorBody(13, describeError(error)));
    }
  });
  await app.listen({ port: options.port, host: options.host });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

function encodeRequest({ route, params }: RouteMatch, url: URL, body: string): Uint8Array {
  const codec = lookupCodec(`/${route.request}`);
  if (codec === undefined) throw new Error(`no codec for ${route.request}`);
  const json =
    route.verb === "POST" && body !== ""
      ? (JSON.parse(body) as JsonValue)
      : requestJson(route.request, params, url.searchParams);
  try {
    return codec.encode(fromProtoJson(route.request, json)).finish();
  } catch (error) {
    throw new BadRequest(describeError(error));
  }
}

function decodeResponse({ route }: RouteMatch, value: Uint8Array): JsonValue {
  const codec = lookupCodec(`/${route.response}`);
  if (codec === undefined) throw new Error(`no codec for ${route.response}`);
  return toProtoJson(route.response, codec.decode(value));
}

function errorBody(code: number, message: string) {
  return JSON.stringify({ code, message, details: [] });
}
