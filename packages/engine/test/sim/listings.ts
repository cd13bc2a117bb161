import type { EngineKernel } from "../../src/app/kernel.js";
import type { SimMarket } from "./genesis.js";
import type { SimView } from "./orders.js";

type Json = Record<string, unknown>;

/** Markets that the market map may come to hold. */
export const NEW_MARKETS = ["SIMA", "SIMB", "SIMC", "SIMD", "SIME", "SIMF", "SIMG", "SIMH"];
const DECIMALS = 6;
/** The price that the oracle's metadata give: 2.5 dollars. */
export const REFERENCE_PRICE = 2_500_000n;

/** A market of the oracle's map as proto-JSON. */
export function mapEntry(base: string, crossLaunch: boolean): Json {
  return {
    ticker: {
      currency_pair: { Base: base, Quote: "USD" },
      decimals: DECIMALS,
      min_provider_count: 1,
      enabled: true,
      metadata_JSON: JSON.stringify({
        reference_price: Number(REFERENCE_PRICE),
        cross_launch: crossLaunch,
      }),
    },
    provider_configs: [{ name: "sim_ws", off_chain_ticker: base }],
  };
}

/** Governance changes the market map, or opens a market of its own. */
export function listingStory(v: SimView): Json[] {
  const { rng } = v;
  const { marketMap, pairs } = v.k.prices;
  const open = NEW_MARKETS.filter((b) => marketMap.has(`${b}/USD`) && !pairs.has(`${b}-USD`));
  if (open.length > 0 && rng.chance(600)) return marketStory(v, rng.pick(open));
  const base = rng.pick(NEW_MARKETS);
  const [name, member] = rng.pick([
    ["MsgCreateMarkets", "create_markets"],
    ["MsgUpdateMarkets", "update_markets"],
    ["MsgUpsertMarkets", "markets"],
  ] as const);
  const market = mapEntry(base, rng.chance(300));
  return [{ "@type": `/slinky.marketmap.v1.${name}`, [member]: [market] }];
}

function marketStory({ rng, k }: SimView, base: string): Json[] {
  const id = 5_000 + k.clob.pairs.size;
  const pair = {
    id,
    perpetual_clob_metadata: { perpetual_id: id },
    step_base_quantums: "1000000",
    subticks_per_tick: 1_000_000,
    quantum_conversion_exponent: -9,
    status: rng.chance(500) ? "STATUS_INITIALIZING" : "STATUS_ACTIVE",
  };
  return [
    {
      "@type": "/dydxprotocol.prices.MsgCreateOracleMarket",
      params: { id, pair: `${base}-USD`, exponent: -DECIMALS, min_price_change_ppm: 800 },
    },
    {
      "@type": "/dydxprotocol.perpetuals.MsgCreatePerpetual",
      params: {
        id,
        ticker: `${base}-USD`,
        market_id: id,
        atomic_resolution: -6,
        default_funding_ppm: 100,
        liquidity_tier: rng.int(8),
        market_type: rng.pick(["PERPETUAL_MARKET_TYPE_CROSS", "PERPETUAL_MARKET_TYPE_ISOLATED"]),
      },
    },
    { "@type": "/dydxprotocol.clob.MsgCreateClobPair", clob_pair: pair },
  ];
}

/** All pairs of a running exchange as generators see them. */
export function marketsOf(k: EngineKernel): SimMarket[] {
  const perpetuals = new Map(
    [...k.perpetuals.perpetuals.entries()].map(([, p]) => [p.params.id, p.params]),
  );
  return [...k.clob.pairs.entries()].flatMap(([, pair]) => {
    const params = perpetuals.get(pair.perpetualClobMetadata?.perpetualId ?? -1);
    const price = k.prices.prices.get(String(params?.marketId));
    if (params === undefined || price === undefined) return [];
    return {
      pairId: pair.id,
      perpetualId: params.id,
      marketId: params.marketId,
      atomicResolution: params.atomicResolution,
      priceExponent: price.exponent,
      quantumConversionExponent: pair.quantumConversionExponent,
      step: pair.stepBaseQuantums,
      tick: BigInt(pair.subticksPerTick),
      isIsolated: params.marketType === 2,
    };
  });
}
