import type { EngineKernel } from "../../src/app/kernel.js";
import type { SimMarket } from "./genesis.js";
import type { SimView } from "./orders.js";

type Json = Record<string, unknown>;

/** Markets that the market map may come to hold. */
export const NEW_MARKETS = ["SIMA", "SIMB", "SIMC", "SIMD"];
const DECIMALS = 6;
/** The price that the oracle's metadata give: 2.5 dollars. */
const REFERENCE_PRICE = 2_500_000;

/** A new entry of the market map, or a new market of governance's own: four messages in a row. */
export function listingStory(v: SimView): Json[] {
  const base = v.rng.pick(NEW_MARKETS);
  const known = v.k.prices.marketMap.has(`${base}/USD`);
  return known && v.rng.chance(600) ? marketStory(v, base) : [mapEntry(v, base)];
}

function mapEntry({ rng }: SimView, base: string): Json {
  const crossLaunch = rng.chance(300);
  const market = {
    ticker: {
      currency_pair: { Base: base, Quote: "USD" },
      decimals: DECIMALS,
      min_provider_count: 1,
      enabled: rng.chance(800),
      metadata_JSON: JSON.stringify({
        reference_price: REFERENCE_PRICE,
        cross_launch: crossLaunch,
      }),
    },
    provider_configs: [{ name: "sim_ws", off_chain_ticker: base }],
  };
  const [name, member] = rng.pick([
    ["MsgCreateMarkets", "create_markets"],
    ["MsgUpdateMarkets", "update_markets"],
    ["MsgUpsertMarkets", "markets"],
  ] as const);
  return { "@type": `/slinky.marketmap.v1.${name}`, [member]: [market] };
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

/** A pair of the running exchange as generators see it. */
export function marketOf(k: EngineKernel, key: string): SimMarket | undefined {
  const pair = k.clob.pairs.get(key);
  const perpetualId = pair?.perpetualClobMetadata?.perpetualId;
  const perpetual = [...k.perpetuals.perpetuals.unordered()].find(
    ([, p]) => p.params.id === perpetualId,
  )?.[1];
  const price = k.prices.prices.get(String(perpetual?.params.marketId));
  if (pair === undefined || perpetual === undefined || price === undefined) return undefined;
  const { params } = perpetual;
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
}
