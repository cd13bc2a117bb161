import { clob } from "@perpetua/protocol";
import type { FeetiersKernel } from "../feetiers/index.js";
import type { RewardsKernel } from "../rewards/index.js";
import {
  type BlockList,
  type BlockMap,
  type Codec,
  type Item,
  numberCodec,
  protoCodec,
  type Rejection,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";
import type { SubaccountsKernel } from "../subaccounts/index.js";
import type { ClobDaemonInputs } from "./daemonInputs.js";
import type { MemClob } from "./memclob/memclob.js";
import type { StreamPayload } from "./memclob/stream.js";
import type { Order } from "./order.js";
import type { OrderId } from "./orderId.js";

/** What an order id has traded (clob.md §4.5). */
export interface FillAmount {
  readonly amount: bigint;
  /** End of the block of this height forgets it; 2^32 − 1 for stateful orders. */
  readonly prunableHeight: number;
}

/** A stateful order and where its placement (or trigger) stood (clob.md §5.1). */
export interface StatefulPlacement {
  readonly order: Order;
  readonly placementIndex: clob.TransactionOrdering;
}

/** A TWAP parent (clob.md §5.4). */
export interface TwapPlacement {
  readonly order: Order;
  readonly remainingLegs: number;
  readonly remainingQuantums: bigint;
}

/** When a TWAP's next leg is due. */
export interface TwapTrigger {
  readonly time: number;
  readonly suborderId: OrderId;
}

/** Lowest and highest maker price of the block's fills of a pair (clob.md §5.3). */
export interface TradePrices {
  readonly min: bigint;
  readonly max: bigint;
}

/** What liquidations of one subaccount used up in this block (clob.md §8.6). */
export interface LiquidationUse {
  readonly notional: bigint;
  readonly insuranceLost: bigint;
}

/**
 * What happened to stateful orders in the block in execution; read by PrepareCheckState after the
 * commit.
 */
export interface BlockRecord {
  /** Stateful placements and triggers so far. */
  readonly placements: BlockList<string>;
  readonly longTermPlaced: BlockList<OrderId>;
  readonly triggered: BlockList<OrderId>;
  readonly cancelled: BlockMap<OrderId>;
  readonly removed: BlockMap<OrderId>;
  readonly expired: BlockMap<OrderId>;
  readonly filled: BlockMap<OrderId>;
  /** Stateful orders that this block's fills completed. */
  readonly completed: BlockMap<OrderId>;
  /** Index entries that deletions of the block made void. */
  readonly voidExpiries: BlockList<{ readonly time: number; readonly key: string }>;
  readonly newPairs: BlockList<number>;
  /** What the full-node stream gets at Precommit: fills, then forgotten fill amounts. */
  readonly streamFills: BlockList<StreamPayload>;
  readonly streamBook: BlockList<StreamPayload>;
  /** By clob pair id. */
  readonly tradePrices: BlockMap<TradePrices>;
  readonly liquidatedPositions: BlockMap<true>;
  readonly liquidationUse: BlockMap<LiquidationUse>;
}

export interface ClobState {
  readonly pairs: Store<clob.ClobPair>;
  readonly nextClobPairId: Item<number>;
  readonly fills: Store<FillAmount>;
  /** Long-term orders and TWAP suborders. */
  readonly longTerm: Store<StatefulPlacement>;
  readonly triggered: Store<StatefulPlacement>;
  readonly untriggered: Store<StatefulPlacement>;
  readonly twaps: Store<TwapPlacement>;
  /** Keys sort by time, then suborder id bytes. */
  readonly twapTriggers: Store<TwapTrigger>;
  /** Open stateful orders per subaccount (clob.md §3.10). */
  readonly openCounts: Store<number>;
  readonly equityTiers: Item<clob.EquityTierLimitConfiguration>;
  readonly rateLimits: Item<clob.BlockRateLimitConfiguration>;
  readonly liquidationsConfig: Item<clob.LiquidationsConfig>;
  readonly block: BlockRecord;
  /** Stateful placements and cancels that passed CheckTx but are in no block yet (clob.md §5.1). */
  readonly uncommittedPlacements: BlockMap<Order>;
  readonly uncommittedCancels: BlockMap<number>;
}

export type ClobKernel = SubaccountsKernel &
  FeetiersKernel &
  RewardsKernel & {
    readonly clob: ClobState;
    /** The node's own book: memory, never part of the state hash. */
    readonly memclob: MemClob;
    readonly daemons: ClobDaemonInputs;
    /**
     * Decodes a raw transaction inside the operations and runs its whole ante chain (clob.md §6.3).
     */
    readonly decodeOperationTx: (bytes: Uint8Array) => Rejection | { msg: clob.MsgPlaceOrder };
  };

const placementCodec = protoCodec(
  clob.LongTermOrderPlacement,
) as unknown as Codec<StatefulPlacement>;

function createBlockRecord(registry: StateRegistry): BlockRecord {
  return {
    placements: registry.blockList(),
    longTermPlaced: registry.blockList(),
    triggered: registry.blockList(),
    cancelled: registry.blockMap(),
    removed: registry.blockMap(),
    expired: registry.blockMap(),
    filled: registry.blockMap(),
    completed: registry.blockMap(),
    voidExpiries: registry.blockList(),
    newPairs: registry.blockList(),
    streamFills: registry.blockList(),
    streamBook: registry.blockList(),
    tradePrices: registry.blockMap(),
    liquidatedPositions: registry.blockMap(),
    liquidationUse: registry.blockMap(),
  };
}

export function createClobState(registry: StateRegistry): ClobState {
  return {
    pairs: registry.store("clob/pairs", protoCodec(clob.ClobPair)),
    nextClobPairId: registry.item("clob/nextClobPairId", numberCodec),
    fills: registry.store("clob/fills", recordCodec<FillAmount>()),
    longTerm: registry.store("clob/longTerm", placementCodec),
    triggered: registry.store("clob/triggered", placementCodec),
    untriggered: registry.store("clob/untriggered", placementCodec),
    twaps: registry.store("clob/twaps", recordCodec<TwapPlacement>()),
    twapTriggers: registry.store("clob/twapTriggers", recordCodec<TwapTrigger>()),
    openCounts: registry.store("clob/openCounts", numberCodec),
    equityTiers: registry.item("clob/equityTiers", protoCodec(clob.EquityTierLimitConfiguration)),
    rateLimits: registry.item("clob/rateLimits", protoCodec(clob.BlockRateLimitConfiguration)),
    liquidationsConfig: registry.item(
      "clob/liquidationsConfig",
      protoCodec(clob.LiquidationsConfig),
    ),
    block: createBlockRecord(registry),
    uncommittedPlacements: registry.blockMap(),
    uncommittedCancels: registry.blockMap(),
  };
}
