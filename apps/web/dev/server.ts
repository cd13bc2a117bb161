/**
 * Development server: speaks tRPC, the socks WebSocket, CometBFT RPC, the LCD and the faucet over a
 * seeded market, so that the page can be designed and tested without the exchange. Never shipped.
 *
 *   npm run -w @perpetua/web dev:market            # ports of contract.md + PERPETUA_PORT_OFFSET
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { resolutions, snapshotOf } from "./channels";
import { DevExchange } from "./DevExchange";
import { Flood } from "./flood";

const OFFSET = Number(process.env.PERPETUA_PORT_OFFSET ?? 0);
const RPC_PORT = Number(process.env.DEV_RPC_PORT ?? 26_657 + OFFSET);
const SEED = Number(process.env.DEV_SEED ?? 7);
const BLOCK_MS = 500;
const USDC = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";

const subscribers = new Map<string, Set<WebSocket>>();
const messageIds = new WeakMap<WebSocket, number>();
const keyOf = (channel: string, id: string | null): string => `${channel}|${id ?? ""}`;

const exchange = new DevExchange(SEED, (channel, id, contents) => {
  for (const socket of subscribers.get(keyOf(channel, id)) ?? []) {
    send(socket, { type: "channel_data", channel, ...(id && { id }), version: "1.0.0", contents });
  }
});

function send(socket: WebSocket, frame: Record<string, unknown>): void {
  const id = (messageIds.get(socket) ?? -1) + 1;
  messageIds.set(socket, id);
  socket.send(JSON.stringify({ ...frame, connection_id: "dev", message_id: id }));
}

// --- tRPC -----------------------------------------------------------------------------------
const t = initTRPC.create();
const ticker = z.object({ ticker: z.string(), limit: z.number().optional() });
const account = z.object({
  address: z.string(),
  subaccountNumber: z.number(),
  limit: z.number().optional(),
});
const marketOf = (name: string) => {
  const market = exchange.market(name);
  if (!market) throw new TRPCError({ code: "BAD_REQUEST", message: "unknown ticker" });
  return market;
};
const known = (address: string) => {
  const found = exchange.accounts.get(address);
  if (!found?.exists) throw new TRPCError({ code: "NOT_FOUND", message: "No subaccount found" });
  return found;
};
const router = t.router({
  markets: t.router({ list: t.procedure.query(() => snapshotOf(exchange, "v4_markets", null)) }),
  candles: t.router({
    list: t.procedure
      .input(
        z.object({
          ticker: z.string(),
          resolution: resolutions,
          limit: z.number(),
          toISO: z.string().optional(),
        }),
      )
      .query(({ input }) => ({
        candles: marketOf(input.ticker).candles(
          input.resolution,
          input.limit,
          input.toISO ? Date.parse(input.toISO) / 1000 : undefined,
        ),
      })),
  }),
  trades: t.router({
    list: t.procedure
      .input(ticker)
      .query(({ input }) => ({ trades: marketOf(input.ticker).trades })),
  }),
  subaccounts: t.router({
    get: t.procedure
      .input(account)
      .query(({ input }) => ({ subaccount: known(input.address).wire() })),
  }),
  orders: t.router({
    list: t.procedure
      .input(account.passthrough())
      .query(({ input }) => [...known(input.address).orders.values()]),
  }),
  fills: t.router({
    list: t.procedure.input(account).query(({ input }) => ({ fills: known(input.address).fills })),
  }),
  transfers: t.router({
    list: t.procedure
      .input(account)
      .query(({ input }) => ({ transfers: known(input.address).transfers })),
  }),
  funding: t.router({
    payments: t.procedure.input(account).query(() => ({ fundingPayments: [] })),
    history: t.procedure.input(ticker).query(({ input }) => ({
      historicalFunding: Array.from({ length: 120 }, (_, hour) => ({
        ticker: input.ticker,
        rate: (0.0000125 + Math.sin(hour / 7) * 0.00002).toFixed(9),
        price: "1",
        effectiveAt: new Date(Date.now() - hour * 3_600_000).toISOString(),
      })),
    })),
  }),
  system: t.router({
    height: t.procedure.query(() => ({
      height: String(exchange.height),
      time: new Date().toISOString(),
    })),
  }),
});
const trpc = createHTTPHandler({ router, basePath: "/trpc/" });

// --- HTTP -----------------------------------------------------------------------------------
function listen(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
) {
  return createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (request.method === "OPTIONS") response.writeHead(204).end();
    else handle(request, response);
  }).listen(port);
}

async function body(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || "{}");
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function rpc(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, params } = (await body(request)) as { method: string; params: { tx: string } };
  if (method !== "broadcast_tx_sync") {
    json(response, { error: { message: "not found" } });
    return;
  }
  const result = exchange.apply(Buffer.from(params.tx, "base64"));
  json(response, { jsonrpc: "2.0", id: 1, result: { ...result, data: "", hash: "0".repeat(64) } });
}

function lcd(request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? "/", "http://dev").pathname;
  const address = path.split("/").pop() ?? "";
  const found = exchange.accounts.get(address);
  if (path.includes("/auth/")) {
    if (!found?.exists) {
      json(response, { code: 5 }, 404);
      return;
    }
    const base = { account_number: String(found.accountNumber), sequence: String(found.sequence) };
    json(response, { account: { "@type": "/cosmos.auth.v1beta1.BaseAccount", ...base } });
    return;
  }
  if (path.includes("/bank/")) {
    const amount = Math.round((found?.wallet ?? 0) * 1e6);
    const native = { denom: "adv4tnt", amount: found?.exists ? "1000000000000000000" : "0" };
    json(response, { balances: [{ denom: USDC, amount: String(amount) }, native] });
    return;
  }
  if (path.includes("/oracle/source")) {
    json(response, { source: "sim" });
    return;
  }
  json(response, { index: 0, tier: { maker_fee_ppm: -110, taker_fee_ppm: 500 } });
}

const FLOODED = "BTC-USD";
const flood = new Flood(marketOf(FLOODED), (contents) => {
  for (const socket of subscribers.get(keyOf("v4_orderbook", FLOODED)) ?? []) {
    const frame = { type: "channel_data", channel: "v4_orderbook", id: FLOODED, version: "1.0.0" };
    send(socket, { ...frame, contents });
  }
});

/** `POST /dev/flood {"perSecond": 1000}`, and `GET /dev/book` for what the page should show. */
async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") {
    flood.set(((await body(request)) as { perSecond: number }).perSecond);
  }
  json(response, marketOf(FLOODED).book());
}

async function faucet(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith("/dev/")) {
    await control(request, response);
    return;
  }
  const { address, amount } = (await body(request)) as { address: string; amount?: number };
  const found = exchange.account(address);
  found.exists = true;
  if (amount) setTimeout(() => exchange.fund(address, amount), 600);
  else found.wallet += 500;
  json(response, {}, 202);
}

// --- WebSocket ------------------------------------------------------------------------------
interface ClientFrame {
  type: string;
  channel: string;
  id?: string;
}
const sockets = new WebSocketServer({ server: listen(3003 + OFFSET, (_, r) => r.end("ok")) });
sockets.on("connection", (socket) => {
  send(socket, { type: "connected" });
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as ClientFrame;
    const id = frame.id ?? null;
    const key = keyOf(frame.channel, id);
    const set = subscribers.get(key) ?? new Set();
    subscribers.set(key, set);
    if (frame.type === "unsubscribe") {
      set.delete(socket);
      return;
    }
    const contents = snapshotOf(exchange, frame.channel, id);
    if (contents === null) {
      const message = `Invalid subscription id for channel: (${frame.channel}-${id})`;
      send(socket, { type: "error", message });
      return;
    }
    set.add(socket);
    send(socket, { type: "subscribed", channel: frame.channel, ...(id && { id }), contents });
  });
  socket.on("close", () => {
    for (const set of subscribers.values()) set.delete(socket);
  });
});

listen(3002 + OFFSET, trpc);
listen(RPC_PORT, (request, response) => void rpc(request, response));
listen(1317 + OFFSET, lcd);
listen(3001 + OFFSET, (request, response) => void faucet(request, response));
setInterval(() => exchange.block(), BLOCK_MS);
console.log(`development market: trpc ${3002 + OFFSET}, socket ${3003 + OFFSET}, rpc ${RPC_PORT}`);
