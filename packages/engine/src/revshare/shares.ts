import { takerAffiliateShare } from "../affiliates/index.js";
import { max, min, mulPpmDown } from "../math/index.js";
import { isRejection, type Rejection } from "../state/index.js";
import { revshareRejection } from "./errors.js";
import {
  marketMapperParams,
  orderRouterPpm,
  type RevshareKernel,
  unconditionalConfigs,
} from "./state.js";

/** What a share is taken from (risk.md §9.2). */
export enum RevShareSource {
  NetProtocolRevenue = 1,
  TakerFee = 2,
  MakerFee = 3,
}

export enum RevShareType {
  MarketMapper = 1,
  Unconditional = 2,
  Affiliate = 3,
  OrderRouter = 4,
}

export interface RevShare {
  readonly recipient: string;
  readonly source: RevShareSource;
  readonly type: RevShareType;
  readonly quoteQuantums: bigint;
  readonly sharePpm: number;
}

/** The members of a fill that decide about shares; fees may be negative (rebates). */
export interface SharedFill {
  readonly taker: string;
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  /** Oracle market of the perpetual. */
  readonly marketId: number;
  readonly takerOrderRouter?: string | undefined;
  readonly makerOrderRouter?: string | undefined;
}

/** All shares of one fill, in the order in which they are paid. */
export interface FillShares {
  readonly all: readonly RevShare[];
  readonly affiliate: RevShare | undefined;
  readonly takerRouterFee: bigint;
  readonly makerRouterFee: bigint;
  /** Sum of the ppm taken from net protocol revenue; trading rewards shrink by it. */
  readonly netSharePpm: number;
  readonly total: bigint;
}

const NO_SHARES: FillShares = {
  all: [],
  affiliate: undefined,
  takerRouterFee: 0n,
  makerRouterFee: 0n,
  netSharePpm: 0,
  total: 0n,
};

/**
 * The shares of a fill (risk.md §9.3). Any error means no shares at all, never a failed fill
 * (risk.md §15.12).
 * ROUNDING: floor for each share.
 */
export function revSharesForFill(k: RevshareKernel, fill: SharedFill): FillShares {
  const shares = computeShares(k, fill);
  return isRejection(shares) ? NO_SHARES : shares;
}

/** Like `revSharesForFill`, but says why there are none. */
export function computeShares(k: RevshareKernel, fill: SharedFill): FillShares | Rejection {
  const net = fill.takerFee + fill.makerFee;
  if (net === 0n) return NO_SHARES;
  const all: RevShare[] = [];
  const share = takerAffiliateShare(k, fill.taker, fill.takerFee);
  const affiliate: RevShare | undefined = share && {
    recipient: share.affiliate,
    source: RevShareSource.TakerFee,
    type: RevShareType.Affiliate,
    quoteQuantums: share.amount,
    sharePpm: share.sharePpm,
  };
  if (affiliate !== undefined) all.push(affiliate);
  else addRouterShares(k, fill, all);
  let rest = net;
  for (const s of all) rest -= s.quoteQuantums;
  if (rest <= 0n) return revshareRejection(7, "");
  const refused = addNetShares(k, fill.marketId, rest, all);
  if (refused !== undefined) return refused;
  let total = 0n;
  for (const s of all) total += s.quoteQuantums;
  if (total > net) return revshareRejection(6, "");
  return summarise(all, affiliate, total);
}

/**
 * Routers earn only where no affiliate share exists, not even one of 0. Unregistered routers are
 * skipped.
 */
function addRouterShares(k: RevshareKernel, fill: SharedFill, all: RevShare[]): void {
  const { takerFee, makerFee } = fill;
  const takerBase = min(takerFee, takerFee + makerFee);
  addRouter(k, fill.takerOrderRouter, RevShareSource.TakerFee, takerBase, all);
  addRouter(k, fill.makerOrderRouter, RevShareSource.MakerFee, max(0n, makerFee), all);
}

function addRouter(
  k: RevshareKernel,
  router: string | undefined,
  source: RevShareSource,
  base: bigint,
  all: RevShare[],
): void {
  if (router === undefined || router === "") return;
  const sharePpm = orderRouterPpm(k, router);
  if (sharePpm === undefined) return;
  const type = RevShareType.OrderRouter;
  all.push({
    recipient: router,
    source,
    type,
    quoteQuantums: mulPpmDown(base, sharePpm),
    sharePpm,
  });
}

function addNetShares(
  k: RevshareKernel,
  marketId: number,
  rest: bigint,
  all: RevShare[],
): Rejection | undefined {
  const source = RevShareSource.NetProtocolRevenue;
  for (const { address, sharePpm } of unconditionalConfigs(k)) {
    const type = RevShareType.Unconditional;
    const quoteQuantums = mulPpmDown(rest, sharePpm);
    all.push({ recipient: address, source, type, quoteQuantums, sharePpm });
  }
  const expiration = k.revshare.marketExpirations.get(String(marketId));
  if (expiration === undefined) return revshareRejection(3, `marketId: ${marketId}`);
  const { address, revenueSharePpm } = marketMapperParams(k);
  if (expiration < k.header.seconds || revenueSharePpm === 0) return undefined;
  all.push({
    recipient: address,
    source,
    type: RevShareType.MarketMapper,
    quoteQuantums: mulPpmDown(rest, revenueSharePpm),
    sharePpm: revenueSharePpm,
  });
  return undefined;
}

function summarise(
  all: readonly RevShare[],
  affiliate: RevShare | undefined,
  total: bigint,
): FillShares {
  let takerRouterFee = 0n;
  let makerRouterFee = 0n;
  let netSharePpm = 0;
  for (const s of all) {
    if (s.source === RevShareSource.NetProtocolRevenue) netSharePpm += s.sharePpm;
    if (s.type !== RevShareType.OrderRouter) continue;
    if (s.source === RevShareSource.TakerFee) takerRouterFee += s.quoteQuantums;
    else makerRouterFee += s.quoteQuantums;
  }
  return { all, affiliate, takerRouterFee, makerRouterFee, netSharePpm, total };
}
