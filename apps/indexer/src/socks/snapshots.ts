import { services } from "@perpetua/api";
import { Channel, parseSubaccountId } from "./channels.js";

/** The first contents of a subscription. */
export interface Snapshot {
  /** JSON text. */
  readonly contents: string;
  /** Updates of blocks up to this height are part of the contents. */
  readonly height: number | undefined;
}

/** The REST service refuses the caller (sanctions, region); the text goes to the client. */
export class SnapshotForbidden extends Error {
  override readonly name = "SnapshotForbidden";
}

export type FetchSnapshot = (
  channel: Channel,
  id: string,
  requestHeaders: Readonly<Record<string, string>>,
) => Promise<Snapshot>;

export interface SnapshotSettings {
  /** Base of the REST service, without `/v4`. */
  readonly comlinkUrl: string;
  readonly timeoutMs: number;
  /** Newest height seen on the block-height topic. */
  readonly latestHeight: () => number | undefined;
}

/** Orders that were best-effort canceled this many blocks ago are still worth showing. */
const CANCELED_ORDERS_BLOCKS = 20;

class NotFound extends Error {
  override readonly name = "NotFound";
}

/** Fetches snapshots from comlink's REST routes (api.md §3.8). */
export function createSnapshotFetcher(settings: SnapshotSettings): FetchSnapshot {
  const get = (path: string, headers: Readonly<Record<string, string>>) =>
    getText(`${settings.comlinkUrl}/v4${path}`, headers, settings.timeoutMs);
  return async (channel, id, headers) => {
    switch (channel) {
      case Channel.markets:
        return { contents: await get("/perpetualMarkets", headers), height: undefined };
      case Channel.blockHeight:
        return { contents: await get("/height", headers), height: undefined };
      case Channel.orderbook:
        return {
          contents: await get(`/orderbooks/perpetualMarket/${encodeURIComponent(id)}`, headers),
          height: undefined,
        };
      case Channel.trades:
        return {
          contents: await get(`/trades/perpetualMarket/${encodeURIComponent(id)}`, headers),
          height: undefined,
        };
      case Channel.candles: {
        const [ticker = "", resolution = ""] = id.split("/");
        const path = `/candles/perpetualMarkets/${encodeURIComponent(ticker)}`;
        return {
          contents: await get(`${path}?resolution=${resolution}`, headers),
          height: undefined,
        };
      }
      case Channel.subaccounts:
      case Channel.parentSubaccounts:
        return subaccountSnapshot(channel, id, settings, (path) => get(path, headers));
    }
  };
}

/**
 * The height is taken before the three requests: blocks up to it are certainly in their answers,
 * later ones are announced again.
 */
async function subaccountSnapshot(
  channel: Channel,
  id: string,
  settings: SnapshotSettings,
  get: (path: string) => Promise<string>,
): Promise<Snapshot> {
  const subaccount = parseSubaccountId(id);
  if (!subaccount) throw new Error(`not a subaccount id: ${id}`);
  const { address, number } = subaccount;
  const isParent = channel === Channel.parentSubaccounts;
  const height = settings.latestHeight() ?? (await readHeight(get));
  const name = isParent ? "parentSubaccountNumber" : "subaccountNumber";
  const orders = isParent ? "/orders/parentSubaccountNumber" : "/orders";
  const query = `${orders}?address=${address}&${name}=${number}`;
  const after = Math.max((height ?? 0) - CANCELED_ORDERS_BLOCKS, 1);
  try {
    const [account, open, canceled] = await Promise.all([
      get(`/addresses/${address}/${name}/${number}`),
      get(`${query}&status=OPEN,UNTRIGGERED,BEST_EFFORT_OPENED`),
      get(`${query}&status=BEST_EFFORT_CANCELED&goodTilBlockAfter=${after}`),
    ]);
    const contents = JSON.stringify({
      ...(JSON.parse(account) as object),
      orders: [...(JSON.parse(open) as unknown[]), ...(JSON.parse(canceled) as unknown[])],
      blockHeight: height === undefined ? undefined : String(height),
    });
    return { contents, height };
  } catch (error) {
    // The account may come into being later; the subscription is live already.
    if (error instanceof NotFound) return { contents: "{}", height: undefined };
    throw error;
  }
}

async function readHeight(get: (path: string) => Promise<string>): Promise<number | undefined> {
  try {
    const { height } = JSON.parse(await get("/height")) as { height: string };
    return Number(height);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function getText(
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<string> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  const body = await response.text();
  if (response.ok) return body;
  if (response.status === 404) throw new NotFound(url);
  if (response.status === 403) throw new SnapshotForbidden(forbiddenText(body));
  throw new Error(`${url} answered ${response.status}: ${body.slice(0, 200)}`);
}

/** The notice about the address, even when the reason is where the caller is (api.md §3.7). */
function forbiddenText(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { code?: string; msg?: string }[] };
    const [error] = errors ?? [];
    return error?.code === undefined ? (error?.msg ?? body) : services.ADDRESS_NOTICE;
  } catch {
    // Not JSON: a proxy's page. The client still learns that it is refused.
    return "access is forbidden";
  }
}

/**
 * Lets subscribers of the same public topic share requests. A request is shared only by those who
 * were registered before it began, since a snapshot must not be older than a registration.
 */
export function shareSnapshots(fetchSnapshot: FetchSnapshot): FetchSnapshot {
  const running = new Map<
    string,
    { next: Promise<Snapshot> | undefined; done: Promise<unknown> }
  >();
  const start = (channel: Channel, id: string, headers: Readonly<Record<string, string>>) => {
    const key = `${channel} ${id}`;
    const promise = fetchSnapshot(channel, id, headers);
    const entry = { next: undefined, done: promise.catch(() => undefined) };
    running.set(key, entry);
    entry.done.then(() => {
      if (running.get(key) === entry) running.delete(key);
    });
    return promise;
  };
  return (channel, id, headers) => {
    if (channel === Channel.subaccounts || channel === Channel.parentSubaccounts) {
      return fetchSnapshot(channel, id, headers);
    }
    const current = running.get(`${channel} ${id}`);
    if (!current) return start(channel, id, headers);
    current.next ??= current.done.then(() => start(channel, id, headers));
    return current.next;
  };
}
