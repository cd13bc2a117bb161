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
const GOOD_TIL_BLOCK = 20;
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
      goodTilBlock: GOOD_TIL_BLOCK,
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
    if (c.isCancel) cancelShortTerm(this.k, c.order.orderId, GOOD_TIL_BLOCK);
    else placeShortTermOrder(this.k, c.order, c.tx);
    if (this.k.memclob.offchain.pending > 1_000) this.k.memclob.offchain.discard();
  }
}
