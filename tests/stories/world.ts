import type { NodeClient } from "../support/chain.js";
import type { EthereumNode } from "../support/ethereum.js";
import type { Indexer } from "../support/indexer.js";
import type { Oracle } from "../support/oracle.js";
import { until } from "../support/until.js";
import { Market } from "./market.js";
import type { Check } from "./tally.js";

/** Perpetuals that stories move the oracle of: one story each, so that none disturbs another. */
export const MARKETS = {
  btc: 0,
  eth: 1,
  link: 2,
  sol: 5,
  ada: 6,
  avax: 7,
  eigen: 300,
  bome: 301,
} as const;

/** One whole story, told in checks. */
export type Story = (world: World, check: Check) => Promise<void>;

interface PriceAnswer {
  readonly market_prices: readonly { readonly id: number; readonly price: string }[];
}

interface ParamAnswer {
  readonly market_params: readonly { readonly id: number; readonly pair: string }[];
}

/** Balances and positions of a subaccount as the chain stores them. */
export interface Holdings {
  readonly usdc: bigint;
  readonly positions: ReadonlyMap<number, { readonly quantums: bigint; readonly index: bigint }>;
}

interface SubaccountAnswer {
  readonly subaccount: {
    readonly asset_positions: readonly { readonly quantums: string }[];
    readonly perpetual_positions: readonly {
      readonly perpetual_id: number;
      readonly quantums: string;
      readonly funding_index: string;
    }[];
  };
}

/** The running network as stories see it. */
export class World {
  constructor(
    readonly node: NodeClient,
    readonly indexer: Indexer,
    readonly oracle: Oracle,
    readonly ethereum: EthereumNode,
    private readonly faucetUrl: string,
  ) {}

  market(name: keyof typeof MARKETS): Promise<Market> {
    return Market.load(this.node, this.oracle, MARKETS[name]);
  }

  /** Serves the genesis prices: a market without a price of the day has no premium. */
  async serveGenesisPrices(): Promise<void> {
    const everything = "pagination.limit=1000";
    const [{ market_prices }, { market_params }] = await Promise.all([
      this.node.rest<PriceAnswer>(`/dydxprotocol/prices/market?${everything}`),
      this.node.rest<ParamAnswer>(`/dydxprotocol/prices/params/market?${everything}`),
    ]);
    const pairs = new Map(market_params.map(({ id, pair }) => [id, pair.replace("-", "/")]));
    const prices = market_prices.flatMap(({ id, price }) => {
      const pair = pairs.get(id);
      return pair === undefined ? [] : [[pair, price] as const];
    });
    this.oracle.set(Object.fromEntries(prices));
  }

  /** What an address holds of a coin on the chain. */
  async balance(address: string, denom: string): Promise<bigint> {
    type Body = { readonly balances: readonly { denom: string; amount: string }[] };
    const { balances } = await this.node.rest<Body>(`/cosmos/bank/v1beta1/balances/${address}`);
    return BigInt(balances.find((coin) => coin.denom === denom)?.amount ?? 0);
  }

  /** Waits until the indexer has this block. */
  async indexed(height: number): Promise<void> {
    type Body = { readonly height: string };
    const read = async () => Number((await this.indexer.get<Body>("/height")).height);
    await until(`the indexer at ${height}`, read, (now) => now >= height);
  }

  /** Balances and positions of a subaccount as the chain stores them. */
  async holdings(address: string, number: number): Promise<Holdings> {
    const path = `/dydxprotocol/subaccounts/subaccount/${address}/${number}`;
    const { subaccount } = await this.node.rest<SubaccountAnswer>(path);
    const positions = subaccount.perpetual_positions.map((position) => {
      const { perpetual_id, quantums, funding_index } = position;
      return [perpetual_id, { quantums: BigInt(quantums), index: BigInt(funding_index) }] as const;
    });
    const usdc = BigInt(subaccount.asset_positions[0]?.quantums ?? 0);
    return { usdc, positions: new Map(positions) };
  }

  async faucet(path: "tokens" | "native-token", body: object): Promise<void> {
    const answer = await fetch(`${this.faucetUrl}/faucet/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`faucet: ${answer.status} ${await answer.text()}`);
  }
}

/** Bank denominations of the local network. */
export const USDC_DENOM = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
export const NATIVE_DENOM = "adv4tnt";
