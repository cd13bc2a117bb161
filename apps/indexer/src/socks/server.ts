import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { CloseCode } from "./connection.js";
import type { Socks } from "./createSocks.js";
import { WebSocketTransport } from "./transport.js";

export interface SocketServerSettings {
  readonly port: number;
  readonly host: string;
  readonly pingIntervalMs?: number;
  readonly pongTimeoutMs?: number;
  readonly onError?: (error: unknown, text: string) => void;
}

export interface SocketServer {
  readonly port: number;
  close(): Promise<void>;
}

const PING_INTERVAL_MS = 30_000;
const PONG_TIMEOUT_MS = 10_000;
/** The largest client frame; subscribe messages are a few hundred bytes. */
const MAX_CLIENT_FRAME_BYTES = 1024 * 1024;
const GEO_HEADERS = ["geo-origin-country", "geo-origin-region", "geo-origin-status"];

/** Accepts WebSocket upgrades on any path (clients use `/v4/ws` and `/`). */
export async function startSocketServer(
  socks: Socks,
  settings: SocketServerSettings,
): Promise<SocketServer> {
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_CLIENT_FRAME_BYTES,
  });
  const server = createServer((request, response) => {
    const isHealth = request.url === "/health";
    response.writeHead(isHealth ? 200 : 426, { "content-type": "application/json" });
    response.end(JSON.stringify(isHealth ? { ok: true } : { error: "use a WebSocket" }));
  });
  server.on("upgrade", (request, socket, head) => {
    // Node types the socket of an HTTP server as a stream; it is a TCP socket.
    const tcp = socket as Socket;
    tcp.setNoDelay(true);
    webSockets.handleUpgrade(request, tcp, head, (webSocket) => {
      accept(socks, settings, webSocket, tcp, request);
    });
  });
  await listen(server, settings);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      socks.close();
      webSockets.close();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function accept(
  socks: Socks,
  settings: SocketServerSettings,
  webSocket: WebSocket,
  socket: Socket,
  request: IncomingMessage,
): void {
  const transport = new WebSocketTransport(socket, webSocket);
  const session = socks.openSession(transport, geoHeaders(request));
  const heartbeat = startHeartbeat(webSocket, settings, () =>
    session.connection.close(CloseCode.heartbeatTimeout, "Heartbeat timeout"),
  );
  webSocket.on("pong", heartbeat.pong);
  webSocket.on("message", (data: RawData) => void session.handle(frameText(data)));
  webSocket.on("error", (error) => settings.onError?.(error, "client socket failed"));
  webSocket.on("close", () => {
    heartbeat.stop();
    socks.closeSession(session);
  });
}

/** Pings regularly; calls `onTimeout` when a pong stays away too long. */
function startHeartbeat(
  webSocket: WebSocket,
  { pingIntervalMs, pongTimeoutMs }: SocketServerSettings,
  onTimeout: () => void,
) {
  let deadline: NodeJS.Timeout | undefined;
  const interval = setInterval(() => {
    if (webSocket.readyState !== webSocket.OPEN) return;
    webSocket.ping();
    deadline ??= setTimeout(onTimeout, pongTimeoutMs ?? PONG_TIMEOUT_MS);
  }, pingIntervalMs ?? PING_INTERVAL_MS);
  const pong = () => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  return {
    pong,
    stop: () => {
      clearInterval(interval);
      pong();
    },
  };
}

function geoHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of GEO_HEADERS) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  return headers;
}

function frameText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

function listen(server: Server, { port, host }: SocketServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
