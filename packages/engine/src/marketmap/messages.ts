import { slinkyMarketmap as wire } from "@perpetua/protocol";
import { GOV_ADDRESS, isValidAddress } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection } from "../state/index.js";
import { marketmapRejection, referencesRejection, validateMarkets } from "./rules.js";
import {
  getMarket,
  type MarketmapKernel,
  marketmapParams,
  marketName,
  setMarket,
} from "./state.js";

const EMPTY = new Uint8Array();

function validAuthority(authority: string): Rejection | undefined {
  return isValidAddress(authority) ? undefined : marketmapRejection("invalid authority address");
}

/** Only listed authorities change markets; on a local network that is governance alone. */
function authorityRejection(k: MarketmapKernel, authority: string): Rejection | undefined {
  if (marketmapParams(k).marketAuthorities.includes(authority)) return undefined;
  return marketmapRejection(`request signer ${authority} does not match module market authorities`);
}

/** Writes markets after `allowed` let each of them pass. */
function store(
  k: MarketmapKernel,
  authority: string,
  markets: readonly wire.Market[],
  allowed: (name: string, exists: boolean) => Rejection | undefined,
): Rejection | undefined {
  const refused = authorityRejection(k, authority);
  if (refused !== undefined) return refused;
  for (const market of markets) {
    const name = marketName(market);
    const bad = allowed(name, getMarket(k, name) !== undefined);
    if (bad !== undefined) return bad;
    setMarket(k, market);
  }
  k.marketmap.lastUpdated.set(BigInt(k.header.height));
  return referencesRejection(k, markets);
}

function upsert(k: MarketmapKernel, m: wire.MsgUpsertMarkets): Rejection | Uint8Array {
  const created = Object.fromEntries(
    m.markets.map((market) => {
      const name = marketName(market);
      return [name, getMarket(k, name) === undefined] as const;
    }),
  );
  const refused = store(k, m.authority, m.markets, () => undefined);
  return refused ?? wire.MsgUpsertMarketsResponse.encode({ marketUpdates: created }).finish();
}

/** Removes what exists and is disabled. */
function remove(k: MarketmapKernel, m: wire.MsgRemoveMarkets): Rejection | Uint8Array {
  const refused = authorityRejection(k, m.authority);
  if (refused !== undefined) return refused;
  const deletedMarkets: string[] = [];
  for (const name of m.markets) {
    const market = getMarket(k, name);
    if (market === undefined) continue;
    if (market.ticker?.enabled === true) {
      return marketmapRejection(`market ${name} is enabled - cannot delete`);
    }
    k.prices.marketMap.delete(name);
    k.marketmap.providers.delete(name);
    deletedMarkets.push(name);
  }
  k.marketmap.lastUpdated.set(BigInt(k.header.height));
  return wire.MsgRemoveMarketsResponse.encode({ deletedMarkets }).finish();
}

function setParams(k: MarketmapKernel, m: wire.MsgParams): Rejection | Uint8Array {
  if (m.authority !== GOV_ADDRESS) {
    const text = `request authority ${m.authority} does not match module keeper authority ${GOV_ADDRESS}`;
    return marketmapRejection(text);
  }
  const { params } = m;
  const addresses = [...(params?.marketAuthorities ?? []), params?.admin ?? ""];
  if (params === undefined || addresses.some((a) => !isValidAddress(a))) {
    return marketmapRejection("invalid market authority or admin address");
  }
  k.marketmap.params.set(params);
  return EMPTY;
}

function removeAuthorities(
  k: MarketmapKernel,
  m: wire.MsgRemoveMarketAuthorities,
): Rejection | Uint8Array {
  const params = marketmapParams(k);
  if (m.admin !== params.admin) {
    return marketmapRejection(`request admin ${m.admin} does not match module admin`);
  }
  const unknown = m.removeAddresses.find((a) => !params.marketAuthorities.includes(a));
  if (unknown !== undefined) {
    return marketmapRejection(`address ${unknown} is not a market authority`);
  }
  const left = params.marketAuthorities.filter((a) => !m.removeAddresses.includes(a));
  k.marketmap.params.set({ ...params, marketAuthorities: left });
  return EMPTY;
}

function message<M>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  signer: (m: M) => string,
  validateBasic: (m: M) => Rejection | undefined,
  handle: (k: MarketmapKernel, m: M) => Rejection | Uint8Array,
): MessageHandler<MarketmapKernel, unknown> {
  return handler<MarketmapKernel, M>({
    typeUrl: `/slinky.marketmap.v1.${name}`,
    codec,
    category: "normal",
    signers: (m) => [signer(m)],
    validateBasic,
    handle,
  });
}

const authorityOf = (m: { authority: string }): string => m.authority;

export const marketmapMessages: MessageHandler<MarketmapKernel, unknown>[] = [
  message(
    "MsgCreateMarkets",
    wire.MsgCreateMarkets,
    authorityOf,
    (m) => validAuthority(m.authority) ?? validateMarkets(m.createMarkets),
    (k, m) =>
      store(k, m.authority, m.createMarkets, (name, exists) =>
        exists ? marketmapRejection(`market already exists for ticker ${name}`) : undefined,
      ) ?? EMPTY,
  ),
  message(
    "MsgUpdateMarkets",
    wire.MsgUpdateMarkets,
    authorityOf,
    (m) => validAuthority(m.authority) ?? validateMarkets(m.updateMarkets),
    (k, m) =>
      store(k, m.authority, m.updateMarkets, (name, exists) =>
        exists ? undefined : marketmapRejection(`market does not exist for ticker ${name}`),
      ) ?? EMPTY,
  ),
  message(
    "MsgUpsertMarkets",
    wire.MsgUpsertMarkets,
    authorityOf,
    (m) => validAuthority(m.authority) ?? validateMarkets(m.markets),
    upsert,
  ),
  message(
    "MsgRemoveMarkets",
    wire.MsgRemoveMarkets,
    authorityOf,
    (m) => validAuthority(m.authority),
    remove,
  ),
  message("MsgParams", wire.MsgParams, authorityOf, (m) => validAuthority(m.authority), setParams),
  message(
    "MsgRemoveMarketAuthorities",
    wire.MsgRemoveMarketAuthorities,
    (m) => m.admin,
    (m) => validAuthority(m.admin),
    removeAuthorities,
  ),
];
