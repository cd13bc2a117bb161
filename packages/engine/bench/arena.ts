import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { initGenesis } from "../src/app/genesis.js";
import { createKernel, type EngineKernel } from "../src/app/kernel.js";
import { initBooksFromState, type Order, placeShortTermOrder } from "../src/clob/index.js";
import { cancelShortTerm } from "../src/clob/memclob/cancel.js";
import { GenesisJson, isRejection, Mode } from "../src/state/index.js";
import { UpdateType, updateSubaccounts, usdcUpdate } from "../src/subaccounts/index.js";
import type { StreamCommand } from "./orderStream.js";

const GENESIS = fileURLToPath(
  new URL("../../testkit/recordings/main/genesis.json", import.meta.url),
);
const CLOB_PAIR = 0;
const SUBTICKS_PER_TICK = 100_000n;
const STEP = 1_000_000n;
const LIFE_BLOCKS = 40;
const BLOCK_COMMANDS = 4_000;
const FUNDS = 10_000_000_000_000n;

/** A command with its message decoded, as the node hands it to the engine. */
export interface PreparedCommand {
  readonly isCancel: boolean;
  readonly order: Order;
  readonly tx: Uint8Array;
}

/** An engine with funded accounts and one market under load. */
export class Arena {
  readonly k: EngineKernel;
  private readonly owners: string[];
  private commands = 0;

  constructor(accounts: number) {
    this.k = createKernel({});
    const json = new GenesisJson(JSON.parse(readFileSync(GENESIS, "utf8")), "genesis");
    this.k.mode = Mode.Deliver;
    initGenesis(this.k, json.at("app_state"));
    this.owners = Array.from({ length: accounts }, (_, i) => `dydx1account${i}`);
    for (const owner of this.owners) {
      const update = usdcUpdate({ owner, number: 0 }, FUNDS);
      const funded = updateSubaccounts(this.k, [update], UpdateType.Deposit);
      if (isRejection(funded) || !funded.success) throw new Error("cannot fund an account");
    }
    this.k.registry.commit();
    this.k.registry.clearBlockScoped();
    initBooksFromState(this.k);
    this.k.mode = Mode.CheckTx;
    this.k.memclob.offchain.enabled = true;
  }

  prepare(c: StreamCommand): PreparedCommand {
    const owner = this.owners[c.account % this.owners.length] as string;
    const order: Order = {
      orderId: {
        subaccountId: { owner, number: 0 },
        clientId: c.id,
        orderFlags: 0,
        clobPairId: CLOB_PAIR,
      },
      side: c.isBuy ? 1 : 2,
      quantums: BigInt(c.lots) * STEP,
      subticks: BigInt(c.tick) * SUBTICKS_PER_TICK,
      goodTilBlock: this.k.header.height + LIFE_BLOCKS,
      goodTilBlockTime: undefined,
      timeInForce: 0,
      reduceOnly: false,
      clientMetadata: 0,
      conditionType: 0,
      conditionalOrderTriggerSubticks: 0n,
      twapParameters: undefined,
      builderCodeParameters: undefined,
      orderRouterAddress: "",
    };
    return { isCancel: c.kind === "cancel", order, tx: new Uint8Array(0) };
  }

  run(c: PreparedCommand): void {
    const { k } = this;
    if (c.isCancel) cancelShortTerm(k, c.order.orderId, k.header.height + LIFE_BLOCKS);
    else placeShortTermOrder(k, c.order, c.tx);
    k.memclob.offchain.discard();
    if (++this.commands % BLOCK_COMMANDS === 0) this.nextBlock();
  }

  /**
   * Closes a block as far as admission and matching see it: what matched counts as committed, old
   * cancels are forgotten, messages are taken.
   * Executing the block is not part of what is measured.
   */
  private nextBlock(): void {
    const { k } = this;
    const mc = k.memclob;
    const height = k.header.height + 1;
    k.header = { ...k.header, height };
    mc.queue.take();
    mc.clearMatched();
    mc.cancels.forget(height);
    k.registry.journal.clear();
  }
}
