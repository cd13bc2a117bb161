/** The channels of api.md §3.4. */
export const Channel = {
  markets: "v4_markets",
  orderbook: "v4_orderbook",
  trades: "v4_trades",
  candles: "v4_candles",
  subaccounts: "v4_subaccounts",
  parentSubaccounts: "v4_parent_subaccounts",
  blockHeight: "v4_block_height",
} as const;

export type Channel = (typeof Channel)[keyof typeof Channel];

const ALL_CHANNELS: ReadonlySet<string> = new Set(Object.values(Channel));

export function isChannel(text: string): text is Channel {
  return ALL_CHANNELS.has(text);
}

/** Most subscriptions of a channel on one connection; those in flight count. */
export const CHANNEL_LIMIT: Readonly<Record<Channel, number>> = {
  [Channel.markets]: 32,
  [Channel.orderbook]: 32,
  [Channel.trades]: 32,
  [Channel.candles]: 32,
  [Channel.subaccounts]: 256,
  [Channel.parentSubaccounts]: 256,
  [Channel.blockHeight]: 1,
};

/** These channels have no id of the client's; inside they use their own name. */
export function needsId(channel: Channel): boolean {
  return channel !== Channel.markets && channel !== Channel.blockHeight;
}

/** Parents are the subaccounts 0–127; the children of p are p, p + 128, … (api.md §0.6). */
export const PARENT_SUBACCOUNTS = 128;
const MAX_SUBACCOUNTS = 128_000;

export const RESOLUTIONS = [
  "1MIN",
  "5MINS",
  "15MINS",
  "30MINS",
  "1HOUR",
  "4HOURS",
  "1DAY",
] as const;

/** Whether an id has the form that its channel wants; tickers are asked for by `isTicker`. */
export function isValidId(
  channel: Channel,
  id: string,
  isTicker: (ticker: string) => boolean,
): boolean {
  switch (channel) {
    case Channel.markets:
    case Channel.blockHeight:
      return true;
    case Channel.orderbook:
    case Channel.trades:
      return isTicker(id);
    case Channel.candles: {
      const parts = id.split("/");
      const [ticker = "", resolution = ""] = parts;
      return (
        parts.length === 2 &&
        (RESOLUTIONS as readonly string[]).includes(resolution) &&
        isTicker(ticker)
      );
    }
    case Channel.subaccounts:
      return parseSubaccountId(id, MAX_SUBACCOUNTS) !== undefined;
    case Channel.parentSubaccounts:
      return parseSubaccountId(id, PARENT_SUBACCOUNTS) !== undefined;
  }
}

/** `<address>/<number>`; `limit` is the first number that is too large. */
export function parseSubaccountId(
  id: string,
  limit = MAX_SUBACCOUNTS,
): { address: string; number: number } | undefined {
  const parts = id.split("/");
  const [address = "", digits = ""] = parts;
  if (parts.length !== 2 || !/^\d{1,9}$/.test(digits)) return undefined;
  const number = Number(digits);
  return number < limit ? { address, number } : undefined;
}

/** The ticker inside the id of a market channel, for looking it up. */
export function tickerOfId(channel: Channel, id: string): string | undefined {
  switch (channel) {
    case Channel.orderbook:
    case Channel.trades:
      return id;
    case Channel.candles:
      return id.split("/")[0];
    default:
      return undefined;
  }
}
