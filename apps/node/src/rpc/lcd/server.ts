import type { AddressInfo } from "node:net";
import { describeError, type Logger } from "@perpetua/telemetry";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import type { RpcServer } from "../comet/server.js";
import type { NodeContext } from "../context.js";
import { answerRest, type GrpcHandler, type RestAnswer, refusal } from "./answerRest.js";
import { nodeService } from "./nodeService.js";
import { oracleSourceRoute } from "./oracleSource.js";

const BODY_LIMIT = 2_000_000;
const INTERNAL = 13;
const INVALID_ARGUMENT = 3;

/** Serves the REST (LCD) paths of the chain, and our own under `/perpetua/v1`. */
export async function startLcdServer(
  context: NodeContext,
  options: { readonly port: number; readonly host: string; readonly logger: Logger },
): Promise<RpcServer> {
  const { logger } = options;
  const query = grpcHandler(context);
  const own = oracleSourceRoute(context);
  const app = Fastify({ bodyLimit: BODY_LIMIT });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) logger.error({ err: error, url: request.url }, "lcd request failed");
    const { body } = refusal(status < 500 ? INVALID_ARGUMENT : INTERNAL, describeError(error));
    return send(reply, { status, body });
  });
  app.all("/*", async (request, reply) => {
    if (request.method === "OPTIONS") return preflight(reply);
    return send(reply, own(request.url) ?? (await answerRest(query, restRequest(request))));
  });
  await app.listen({ port: options.port, host: options.host });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

/** gRPC methods of this node: its own services, else the engine's queries on durable state. */
export function grpcHandler(context: NodeContext): GrpcHandler {
  const { chain } = context;
  const service = nodeService(context);
  return async (method, request) => {
    await chain.durable();
    return (await service(method, request)) ?? chain.exchange.query(method, request);
  };
}

function restRequest(request: FastifyRequest) {
  const verb = request.method === "HEAD" ? "GET" : request.method;
  return { verb, url: request.url, body: String(request.body ?? "") };
}

function send(reply: FastifyReply, { status, body }: RestAnswer): FastifyReply {
  return reply
    .code(status)
    .header("access-control-allow-origin", "*")
    .header("content-type", "application/json")
    .send(JSON.stringify(body));
}

function preflight(reply: FastifyReply): FastifyReply {
  return reply
    .code(204)
    .header("access-control-allow-origin", "*")
    .header("access-control-allow-methods", "HEAD, GET, POST")
    .header("access-control-allow-headers", "Origin, Accept, Content-Type, X-Requested-With")
    .send();
}
