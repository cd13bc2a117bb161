import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../errors/appError.js";
import type { Logger } from "../logging/createLogger.js";
import type { Metrics } from "../metrics/createMetrics.js";
import type { Readiness } from "./readiness.js";

export interface OpsRequest {
  readonly url: URL;
  readonly request: IncomingMessage;
}

export type OpsBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface OpsResponse {
  readonly status: number;
  readonly contentType?: string;
  /** A generator is streamed with back-pressure. */
  readonly body: OpsBody;
}

export type OpsHandler = (request: OpsRequest) => OpsResponse | Promise<OpsResponse>;

export interface OpsServerOptions {
  readonly port: number;
  readonly host?: string;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Failing means that only a restart helps; without checks the process is always live. */
  readonly liveness?: Readiness;
  readonly logger: Logger;
  /** Extra routes by `METHOD /path`, e.g. `GET /events` of the node. */
  readonly routes?: Readonly<Record<string, OpsHandler>>;
}

export interface OpsServer {
  readonly port: number;
  readonly url: string;
  /** Adds or replaces the handler of `METHOD /path`. */
  route(methodAndPath: string, handler: OpsHandler): void;
  close(): Promise<void>;
}

/** Serves `/metrics`, `/health/live`, `/health/ready` and the extra routes; resolves when bound. */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const routes = new Map<string, OpsHandler>(Object.entries(builtInRoutes(options)));
  for (const [key, handler] of Object.entries(options.routes ?? {})) routes.set(key, handler);

  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error: unknown) => {
      options.logger.error({ err: error, url: request.url }, "ops request failed");
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: JSON.stringify({ error: "internal error" }) });
    });
  });
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port, host);
  return {
    port,
    url: `http://${host}:${port}`,
    route: (methodAndPath, handler) => routes.set(methodAndPath, handler),
    close: () => closeServer(server),
  };
}

function builtInRoutes(options: OpsServerOptions): Record<string, OpsHandler> {
  const { metrics, readiness, liveness } = options;
  return {
    "GET /metrics": async () => ({
      status: 200,
      contentType: metrics.contentType,
      body: await metrics.text(),
    }),
    "GET /health/ready": async () => {
      const report = await readiness.evaluate();
      return { status: report.ready ? 200 : 503, body: JSON.stringify(report) };
    },
    "GET /health/live": async () => {
      const report = await liveness?.evaluate();
      const live = report?.ready ?? true;
      const body = JSON.stringify({ live, failing: report?.failing ?? [], pid: process.pid });
      return { status: live ? 200 : 503, body };
    },
  };
}

async function answer(
  routes: ReadonlyMap<string, OpsHandler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://ops");
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = routes.get(`${method} ${url.pathname}`);
  if (handler === undefined) {
    send(response, { status: 404, body: JSON.stringify({ error: "not found" }) });
    return;
  }
  const result = await handler({ url, request });
  if (typeof result.body === "string" || result.body instanceof Uint8Array) {
    send(response, result);
    return;
  }
  writeHead(response, result);
  await pipeline(Readable.from(result.body), response);
}

function writeHead(response: ServerResponse, result: OpsResponse): void {
  response.writeHead(result.status, {
    "content-type": result.contentType ?? "application/json",
    "cache-control": "no-store",
  });
}

function send(response: ServerResponse, result: OpsResponse & { body: OpsBody }): void {
  writeHead(response, result);
  response.end(result.body);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new AppError("OPS_LISTEN", `cannot listen on ${host}:${port}`, { cause })),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
