import type { AddressInfo } from "node:net";
import { describeError, type Logger } from "@perpetua/telemetry";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { WebSocketServer } from "ws";
import type { NodeContext } from "../context.js";
import type { GrpcHandler } from "../lcd/index.js";
import { RpcError } from "./errors.js";
import { cometMethods, type Methods } from "./methods.js";
import { Params } from "./params.js";
import { EventSubscriptions } from "./subscriptions.js";

const BODY_LIMIT = 1_000_000;
const MAX_BATCH = 100;

interface Call {
  readonly jsonrpc?: unknown;
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

export interface RpcServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves CometBFT's JSON-RPC: POST, GET and WebSocket (wire.md §3.4). */
export async function startCometServer(
  context: NodeContext,
  grpc: GrpcHandler,
  options: { readonly port: number; readonly host: string; readonly logger: Logger },
): Promise<RpcServer> {
  const { logger } = options;
  const methods = cometMethods(context, grpc, logger);
  const app = Fastify({ bodyLimit: BODY_LIMIT, exposeHeadRoutes: false });
  addCors(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.post("/", (request, reply) => answerPost(methods, String(request.body ?? ""), reply, logger));
  app.get("/*", (request, reply) => {
    const url = new URL(request.url, "http://rpc");
    return answerGet(methods, url, reply, logger);
  });
  await app.listen({ port: options.port, host: options.host });
  const sockets = new WebSocketServer({
    server: app.server,
    path: "/websocket",
    maxPayload: BODY_LIMIT,
  });
  const subscriptions = new EventSubscriptions(context.chain);
  sockets.on("connection", (socket) => {
    socket.on("error", (error) => logger.debug({ err: error }, "rpc socket error"));
    socket.on("close", () => subscriptions.drop(socket));
    socket.on("message", (data) => {
      void answerText(methods, String(data), logger, subscriptions.methodsFor(socket)).then(
        (text) => {
          if (text !== undefined && socket.readyState === socket.OPEN) socket.send(text);
        },
        (error) => logger.error({ err: error }, "rpc socket: a call was not answered"),
      );
    });
  });
  return {
    port: (app.server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await app.close();
    },
  };
}

function addCors(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.header("access-control-allow-origin", "*");
    if (request.method !== "OPTIONS") return;
    reply.header("access-control-allow-methods", "HEAD, GET, POST");
    const headers = "Origin, Accept, Content-Type, X-Requested-With, X-Server-Time";
    reply.header("access-control-allow-headers", headers);
    await reply.code(204).send();
  });
}

async function answerPost(
  methods: Methods,
  body: string,
  reply: FastifyReply,
  logger: Logger,
): Promise<FastifyReply> {
  const text = await answerText(methods, body, logger);
  reply.header("content-type", "application/json");
  if (text === undefined) return reply.code(200).send("");
  return reply
    .code(text.includes('"code":-32700') && text.includes('"id":null') ? 500 : 200)
    .send(text);
}

/** Answers one call or a batch as text; undefined for notifications only. */
async function answerText(
  methods: Methods,
  body: string,
  logger: Logger,
  socketMethods?: (call: Call) => unknown,
): Promise<string | undefined> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    return JSON.stringify(
      failed(null, new RpcError(-32700, "Parse error. Invalid JSON", describeError(error))),
    );
  }
  if (!Array.isArray(parsed))
    return JSON.stringify(await answerCall(methods, parsed as Call, logger, socketMethods));
  if (parsed.length > MAX_BATCH) {
    return JSON.stringify(
      failed(
        null,
        new RpcError(-32600, "Invalid Request", `more than ${MAX_BATCH} calls in a batch`),
      ),
    );
  }
  const answers = [];
  for (const call of parsed)
    answers.push(await answerCall(methods, call as Call, logger, socketMethods));
  return JSON.stringify(answers);
}

async function answerCall(
  methods: Methods,
  call: Call,
  logger: Logger,
  socketMethods?: (call: Call) => unknown,
) {
  const isObject = typeof call === "object" && call !== null;
  const id =
    isObject && (typeof call.id === "number" || typeof call.id === "string") ? call.id : -1;
  if (!isObject || typeof call.method !== "string") {
    return failed(id, new RpcError(-32600, "Invalid Request", "method must be a string"));
  }
  try {
    const special = socketMethods?.(call);
    if (special !== undefined) return { jsonrpc: "2.0", id, result: special };
    return { jsonrpc: "2.0", id, result: await run(methods, call.method, call.params, false) };
  } catch (error) {
    return failed(id, asRpcError(error, call.method, logger));
  }
}

async function run(
  methods: Methods,
  name: string,
  params: unknown,
  isUri: boolean,
): Promise<unknown> {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) throw new RpcError(-32601, "Method not found");
  const values =
    typeof params === "object" && params !== null && !Array.isArray(params) ? params : {};
  return method(new Params(values as Record<string, unknown>, isUri));
}

function asRpcError(error: unknown, method: string, logger: Logger): RpcError {
  if (error instanceof RpcError) return error;
  logger.error({ err: error, method }, "rpc call failed");
  return new RpcError(-32603, "Internal error", describeError(error));
}

function failed(id: number | string | null, { code, message, data }: RpcError) {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}

async function answerGet(
  methods: Methods,
  url: URL,
  reply: FastifyReply,
  logger: Logger,
): Promise<FastifyReply> {
  const name = url.pathname.slice(1);
  if (name === "") return reply.type("text/html").send(listing(methods));
  if (!Object.hasOwn(methods, name)) {
    return reply.code(404).type("text/plain; charset=utf-8").send("404 page not found\n");
  }
  reply.header("content-type", "application/json");
  try {
    const result = await run(methods, name, Object.fromEntries(url.searchParams), true);
    return reply.send(JSON.stringify({ jsonrpc: "2.0", id: -1, result }));
  } catch (error) {
    return reply.code(500).send(JSON.stringify(failed(-1, asRpcError(error, name, logger))));
  }
}

function listing(methods: Methods): string {
  const items = Object.keys(methods).map((name) => `<li><a href="/${name}">${name}</a></li>`);
  return `<!doctype html><title>RPC</title><h1>Available endpoints</h1><ul>${items.join("")}</ul>`;
}
