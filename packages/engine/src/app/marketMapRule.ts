import { perpetuals, type slinkyMarketmap } from "@perpetua/protocol";
import { allPerpetuals } from "../perpetuals/index.js";
import { currencyPair, marketParam } from "../prices/index.js";
import { type Rejection, reject } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import type { Transaction } from "./transaction.js";

const UPDATE = "/slinky.marketmap.v1.MsgUpdateMarkets";
const UPSERT = "/slinky.marketmap.v1.MsgUpsertMarkets";
const USDT = "USDT/USD";
const { PERPETUAL_MARKET_TYPE_CROSS: CROSS } = perpetuals.PerpetualMarketType;

/** What transactions that change oracle markets may not touch (app.md §1.9). */
export function marketMapRejection(k: EngineKernel, tx: Transaction): Rejection | undefined {
  const updates = tx.messages.filter((m) => m.typeUrl === UPDATE || m.typeUrl === UPSERT);
  const [update] = updates;
  if (update === undefined) return undefined;
  if (tx.messages.length > 1) {
    return reject("sdk", 18, "market map updates must be the only message: invalid request");
  }
  const markets =
    update.typeUrl === UPDATE
      ? (update.value as slinkyMarketmap.MsgUpdateMarkets).updateMarkets
      : (update.value as slinkyMarketmap.MsgUpsertMarkets).markets;
  const restricted = restrictedMarkets(k);
  for (const market of markets) {
    const refused = marketRejection(k, market, restricted);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** Oracle markets of cross perpetuals, and USDT. */
function restrictedMarkets(k: EngineKernel): Set<string> {
  const names = allPerpetuals(k)
    .filter((p) => p.params.marketType === CROSS)
    .map((p) => currencyPair(marketParam(k, p.params.marketId)?.pair ?? "") ?? "");
  return new Set([...names, USDT]);
}

function marketRejection(
  k: EngineKernel,
  market: slinkyMarketmap.Market,
  restricted: ReadonlySet<string>,
): Rejection | undefined {
  const { Base = "", Quote = "" } = market.ticker?.currencyPair ?? {};
  const name = `${Base}/${Quote}`;
  const enabled = market.ticker?.enabled ?? false;
  if (restricted.has(name)) {
    return reject("prices", 501, `${name}: Unsafe market update`);
  }
  if (!k.prices.pairs.has(`${Base}-${Quote}`)) {
    if (!enabled) return undefined;
    return reject("prices", 504, `${name}: Newly added market must be disabled`);
  }
  const stored = k.prices.marketMap.get(name);
  if (stored === undefined) {
    return reject("prices", 503, `${name}: Market does not exist in market map`);
  }
  if (stored.enabled === enabled) return undefined;
  return reject("prices", 502, `${name}: Market update changes enabled value in market map`);
}
