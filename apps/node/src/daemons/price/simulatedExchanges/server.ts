/**
 * Simulated exchanges over HTTP: one server that speaks the ticker APIs of all exchanges, each
 * under
 * its own name (`/binance/api/v3/ticker/24hr`), over one moving market. Real clients run against it
 * offline and in tests, where it can also misbehave.
 */
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { EXCHANGES } from "../exchanges/catalogue.js";
import { type ExchangeSpec, isPerMarket } from "../exchanges/exchange.js";
import type { FeedMarket } from "../feeds.js";
import { BODIES } from "./bodies.js";
import { quotesOf } from "./quotes.js";

/** How an exchange misbehaves. */
export type Fault = "down" | "rateLimited" | "silent" | "garbage" | "wrongShape" | "zeroPrices";

export interface ExchangeServerOptions {
  readonly markets: readonly FeedMarket[];
  /** Price of a pair (`BTC-USD`) now; undefined when there is none. */
  readonly price: (pair: string) => number | undefined;
  readonly host: string;
  readonly port: number;
}

export interface ExchangeServer {
  readonly url: string;
  /** Requests served per exchange. */
  readonly requests: ReadonlyMap<string, number>;
  /** Makes an exchange misbehave; undefined heals it. */
  setFault(exchange: string, fault: Fault | undefined): void;
  close(): Promise<void>;
}

export async function startExchangeServer(options: ExchangeServerOptions): Promise<ExchangeServer> {
  const faults = new Map<string, Fault>();
  const requests = new Map<string, number>();
  const app = Fastify({ forceCloseConnections: true });
  app.get("/:exchange/*", async (request, reply) => {
    const url = new URL(request.url, "http://exchange");
    const [, name = ""] = url.pathname.split("/");
    const spec = EXCHANGES.find((e) => e.id.toLowerCase() === name);
    if (spec === undefined) return reply.code(404).send({ error: `no exchange ${name}` });
    requests.set(spec.id, (requests.get(spec.id) ?? 0) + 1);
    const fault = faults.get(spec.id);
    if (fault === "silent") return new Promise(() => undefined);
    if (fault === "down") return reply.code(503).send("maintenance");
    if (fault === "rateLimited")
      return reply.code(429).header("retry-after", "1").send("slow down");
    if (fault === "garbage") return reply.send("<html>not an API</html>");
    if (fault === "wrongShape") return reply.send(JSON.stringify({ unexpected: true }));
    const symbol = symbolOf(spec, url.pathname.slice(name.length + 1));
    const price = fault === "zeroPrices" ? () => 0 : options.price;
    const quotes = quotesOf(spec.id, options.markets, price).filter(
      (q) => symbol === undefined || q.symbol === symbol,
    );
    reply.header("content-type", "application/json");
    return reply.send(JSON.stringify(BODIES[spec.id]?.(quotes)));
  });
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    requests,
    setFault(exchange, fault) {
      if (fault === undefined) faults.delete(exchange);
      else faults.set(exchange, fault);
    },
    close: () => app.close(),
  };
}

/** The ticker that a per-market path asks for. */
function symbolOf(spec: ExchangeSpec, path: string): string | undefined {
  if (!isPerMarket(spec)) return undefined;
  const [before = "", after = ""] = new URL(spec.url).pathname.split("$");
  return decodeURIComponent(path.slice(before.length, path.length - after.length));
}
