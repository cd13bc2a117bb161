import { initGenesis } from "../src/app/genesis.js";
import { BEGIN_BLOCK, END_BLOCK } from "../src/app/hooks.js";
import { createKernel, type EngineKernel } from "../src/app/kernel.js";
import { messageHandlers } from "../src/app/messageTable.js";
import type { CheckedMessage } from "../src/clob/checkTx.js";
import {
  clobCheckTx,
  initBooksFromState,
  isPerpetualActive,
  type Order,
  placeStatefulOrder,
  precommit,
  prepareCheckState,
} from "../src/clob/index.js";
import { addPremiumVotes } from "../src/perpetuals/index.js";
import { applyPriceUpdates, movedEnough } from "../src/prices/index.js";
import { GenesisJson, isRejection, Mode } from "../src/state/index.js";
import {
  UpdateType,
  updateForMatch,
  updateSubaccounts,
  usdcUpdate,
} from "../src/subaccounts/index.js";
import { type BenchMarket, benchMarkets, CROSS, LOT_VALUE, recordedGenesis } from "./markets.js";
import type { MixedCommand } from "./mixedStream.js";
import { generator } from "./orderStream.js";

const PLACE = "/dydxprotocol.clob.MsgPlaceOrder";
const CANCEL = "/dydxprotocol.clob.MsgCancelOrder";
const FUNDS = 10_000_000_000_000n;
const LIFE_BLOCKS = 40;
const BLOCK_SECONDS = 5;
const LIFE_SECONDS = 86_400;
/** Oracle prices move by up to half a percent around their start. */
const OSCILLATION_PPM = 5_000;
const ISOLATED_EVERY = 10;
const MAX_ACCOUNTS = 100_000;
const ADDRESS_LENGTH = 43;
const ADDRESSES = Buffer.from(
  Array.from({ length: MAX_ACCOUNTS }, (_, i) => `dydx1${String(i).padStart(38, "q")}`).join(""),
);
/** The book keeps it for the proposal; nothing in what is measured reads it. */
const TX = new Uint8Array(300);
const placeHandler = handlerOf(PLACE);
const cancelHandler = handlerOf(CANCEL);

/** A command as the node hands it to the engine after the ante chain. */
export interface EngineCommand {
  readonly messages: readonly CheckedMessage<EngineKernel>[];
  readonly tx: Uint8Array;
}

export interface BenchCounts {
  accepted: number;
  refused: number;
  matched: number;
  triggered: number;
}

/** The engine with funded accounts under the mixed stream. */
export class MixedEngine {
  readonly k: EngineKernel;
  readonly markets: readonly BenchMarket[];
  readonly counts: BenchCounts = { accepted: 0, refused: 0, matched: 0, triggered: 0 };
  private readonly random = generator(7);
  /** Conditional orders for the next block. */
  private waiting: Order[] = [];

  /** `hasPositions`: every account starts with a position, longs and shorts in pairs. */
  constructor(accounts: number, hasPositions = false) {
    this.k = createKernel({});
    const { k } = this;
    const json = new GenesisJson(recordedGenesis(), "genesis");
    k.mode = Mode.Deliver;
    initGenesis(k, json.at("app_state"));
    this.markets = benchMarkets(k);
    for (let i = 0; i < accounts; i++) {
      this.fund(i, 0);
      if (i % ISOLATED_EVERY !== 0) continue;
      for (const [at, market] of this.markets.entries()) {
        if (market.isIsolated) this.fund(i, 128 + at);
      }
    }
    if (hasPositions) for (let i = 0; i + 1 < accounts; i += 2) this.pairUp(i);
    k.registry.commit();
    k.registry.clearBlockScoped();
    initBooksFromState(k);
    k.header = { ...k.header, height: 1, seconds: 1_000 };
    k.mode = Mode.CheckTx;
  }

  private fund(account: number, number: number): void {
    const update = usdcUpdate({ owner: ownerOf(account), number }, FUNDS);
    const funded = updateSubaccounts(this.k, [update], UpdateType.Deposit);
    if (isRejection(funded) || !funded.success) throw new Error("cannot fund an account");
  }

  /** A lot long for one account, short for the next. */
  private pairUp(account: number): void {
    const market = this.markets[Math.floor(this.random() * CROSS)] as BenchMarket;
    const [long, short] = [account, account + 1].map((i) => ({ owner: ownerOf(i), number: 0 }));
    if (long === undefined || short === undefined) throw new Error("two accounts");
    const { perpetualId, lotQuantums } = market;
    const matched = updateForMatch(
      this.k,
      long,
      short,
      perpetualId,
      lotQuantums,
      -LOT_VALUE,
      LOT_VALUE,
    );
    if (isRejection(matched) || !matched.success) throw new Error("cannot open a position");
  }

  /** As the ante chain leaves it: no object or string in it was seen before. */
  prepare(c: MixedCommand): EngineCommand {
    const order = this.orderOf(c);
    // The ante chain has looked the signer up.
    this.k.auth.accounts.has(order.orderId.subaccountId.owner);
    if (c.kind !== "cancel") {
      return { messages: [{ typeUrl: PLACE, value: { order }, handler: placeHandler }], tx: TX };
    }
    const value = { orderId: order.orderId, goodTilBlock: order.goodTilBlock };
    return { messages: [{ typeUrl: CANCEL, value, handler: cancelHandler }], tx: TX };
  }

  private orderOf(c: MixedCommand): Order {
    const market = this.markets[c.market] as BenchMarket;
    const account = market.isIsolated ? c.account - (c.account % ISOLATED_EVERY) : c.account;
    const number = market.isIsolated ? 128 + c.market : 0;
    const tick = BigInt(market.pair.subticksPerTick);
    const isConditional = c.kind === "conditional";
    const below = c.trigger < market.middle;
    return {
      orderId: {
        subaccountId: { owner: ownerOf(account), number },
        clientId: c.id,
        orderFlags: isConditional ? 32 : 0,
        clobPairId: market.pair.id,
      },
      side: c.isBuy ? 1 : 2,
      quantums: BigInt(c.lots) * market.lotQuantums,
      subticks: BigInt(c.tick) * tick,
      goodTilBlock: isConditional ? undefined : this.k.header.height + LIFE_BLOCKS,
      goodTilBlockTime: isConditional ? this.k.header.seconds + LIFE_SECONDS : undefined,
      timeInForce: c.kind === "reduce" ? 1 : 0,
      reduceOnly: c.kind === "reduce",
      clientMetadata: 0,
      conditionType: isConditional ? (below === c.isBuy ? 2 : 1) : 0,
      conditionalOrderTriggerSubticks: BigInt(c.trigger) * tick,
      twapParameters: undefined,
      builderCodeParameters: undefined,
      orderRouterAddress: "",
    };
  }

  run({ messages, tx }: EngineCommand): void {
    const { k } = this;
    const mark = k.registry.journal.mark();
    const refused = clobCheckTx(k, messages, tx, 0n);
    if (refused === undefined) this.counts.accepted++;
    else {
      this.counts.refused++;
      k.registry.journal.revert(mark);
    }
    k.memclob.offchain.discard();
  }

  /** Notes what the block carries; not measured. */
  beforeBlock(): void {
    this.counts.matched += this.k.memclob.matched.size;
    this.waiting = this.k.clob.uncommittedPlacements
      .sortedKeys()
      .flatMap((key) => this.k.clob.uncommittedPlacements.get(key) ?? []);
  }

  /**
   * The block boundary without the proposal: what matched stands as committed. Hooks of begin and
   * end block, price update, premium votes, conditional orders of the block; then the books' turn.
   */
  block(): void {
    const { k } = this;
    const { height, seconds } = k.header;
    k.header = { ...k.header, height: height + 1, seconds: seconds + BLOCK_SECONDS };
    k.memclob.queue.take();
    k.mode = Mode.BeginBlock;
    for (const hook of BEGIN_BLOCK) hook.run(k);
    k.mode = Mode.Deliver;
    for (const order of this.waiting) placeStatefulOrder(k, order, false);
    this.mustPass(addPremiumVotes(k, { votes: this.votes() }, (id) => isPerpetualActive(k, id)));
    this.mustPass(applyPriceUpdates(k, { marketPriceUpdates: this.prices() }));
    k.mode = Mode.EndBlock;
    for (const hook of END_BLOCK) hook.run(k);
    precommit(k);
    this.counts.triggered += k.clob.block.triggered.length;
  }

  /** Makes the block's state the committed one: the state hash is not this row's subject. */
  commit(): void {
    this.k.registry.commit();
    this.k.mode = Mode.PrepareCheckState;
    this.k.txHash = "";
  }

  /** Expiries, triggered orders, liquidations: the books after the commit. */
  digest(): void {
    const { k } = this;
    prepareCheckState(k);
    k.memclob.offchain.discard();
    k.mode = Mode.CheckTx;
  }

  afterBlock(): void {
    this.k.registry.clearBlockScoped();
  }

  summary(): Record<string, number> {
    return {
      ...this.counts,
      resting: this.k.memclob.orders.size,
      untriggered: this.k.clob.untriggered.size,
    };
  }

  private votes(): { perpetualId: number; premiumPpm: number }[] {
    return this.markets
      .map(({ perpetualId }) => ({
        perpetualId,
        premiumPpm: 1 + Math.floor(this.random() * 500),
      }))
      .sort((a, b) => a.perpetualId - b.perpetualId);
  }

  private prices(): { marketId: number; price: bigint }[] {
    return this.markets
      .map(({ marketId, price }) => {
        const ppm = Math.floor((this.random() * 2 - 1) * OSCILLATION_PPM);
        return { marketId, price: price + (price * BigInt(ppm)) / 1_000_000n };
      })
      .filter(({ marketId, price }) => movedEnough(this.k, marketId, price))
      .sort((a, b) => a.marketId - b.marketId);
  }

  private mustPass(refused: unknown): void {
    if (refused !== undefined) throw new Error(`the block is refused: ${JSON.stringify(refused)}`);
  }
}

function handlerOf(typeUrl: string): CheckedMessage<EngineKernel>["handler"] {
  const handler = messageHandlers.get(typeUrl);
  if (handler === undefined) throw new Error(`no handler for ${typeUrl}`);
  return handler;
}

/** A new string with the text of an address. */
function ownerOf(account: number): string {
  if (account >= MAX_ACCOUNTS) throw new Error("too many accounts");
  return ADDRESSES.toString("latin1", account * ADDRESS_LENGTH, (account + 1) * ADDRESS_LENGTH);
}
