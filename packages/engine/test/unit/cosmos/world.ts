import { readFileSync } from "node:fs";
import { lookupCodec } from "@perpetua/protocol";
import { initGenesis } from "../../../src/app/genesis.js";
import { BEGIN_BLOCK, END_BLOCK } from "../../../src/app/hooks.js";
import { checkAllInvariants } from "../../../src/app/invariants.js";
import { createKernel, type EngineKernel } from "../../../src/app/kernel.js";
import { messageHandlers } from "../../../src/app/messageTable.js";
import { queryHandlers } from "../../../src/app/queries/queryTable.js";
import { preBlock, precommit } from "../../../src/clob/index.js";
import { initGenesis as initConsensus } from "../../../src/consensus/index.js";
import { type AbciEvent, GenesisJson, isRejection, Mode } from "../../../src/state/index.js";

export const ALICE = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
export const BOB = "dydx10fx7sy6ywd5senxae9dwytf8jxek3t2gcen2vs";
export const CARL = "dydx1fjg6zp6vv8t9wvy4lps03r5l4g7tkjw9wvmh70";
export const VALIDATOR = "dydxvaloper199tqg4wdlnu4qjlxchpd7seg454937hjxg9yhy";
export const COIN = 10n ** 18n;

const genesisFile = new URL("../../../../testkit/recordings/main/genesis.json", import.meta.url);
const text = readFileSync(genesisFile, "utf8");

/** The parts of a genesis file that tests change. */
export interface AppState {
  readonly genutil: { readonly gen_txs: { readonly body: { readonly messages: object[] } }[] };
  readonly perpetuals: { readonly liquidity_tiers: object[] };
  readonly marketmap: { readonly market_map: { readonly markets: Record<string, object> } };
  readonly listing: object;
}

/** What a message did: its code (0 = accepted) with the text, or the response. */
export interface Outcome {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly data: Uint8Array;
  readonly events: readonly AbciEvent[];
}

/** Generated codecs fill absent members in; the registry's type does not say so. */
function completed(codec: object, message: object): object {
  return (codec as { fromPartial(partial: object): object }).fromPartial(message);
}

/** The whole engine below transactions: messages run as delivered, blocks run all hooks. */
export class CosmosWorld {
  readonly k: EngineKernel;
  seconds = 1_800_000_000;
  /** Events of the last block's hooks. */
  blockEvents: readonly AbciEvent[] = [];

  /** `edit` changes the genesis of the recorded network. */
  constructor(edit: (appState: AppState) => void = () => undefined) {
    const appState = JSON.parse(text).app_state;
    edit(appState);
    this.k = createKernel({});
    this.k.mode = Mode.Deliver;
    this.k.header = { ...this.k.header, chainId: "test", seconds: this.seconds - 1 };
    initConsensus(this.k, new GenesisJson({}, "consensus"));
    initGenesis(this.k, new GenesisJson(appState, "app_state"));
    this.k.registry.commit();
    this.block();
    this.block();
  }

  /** Executes a message as a transaction would, without ante chain. */
  run(typeUrl: string, message: object): Outcome {
    const handler = messageHandlers.get(typeUrl);
    const codec = lookupCodec(typeUrl);
    if (handler === undefined || codec === undefined) throw new Error(`no handler for ${typeUrl}`);
    const { k } = this;
    const value = handler.codec.decode(codec.encode(completed(codec, message)).finish());
    const mark = k.registry.journal.mark();
    const before = k.abciEvents.length;
    k.mode = Mode.Deliver;
    const outcome = handler.validateBasic(value) ?? handler.handle(k, value);
    const events = k.abciEvents.all().slice(before);
    if (!isRejection(outcome)) return { code: 0, codespace: "", log: "", data: outcome, events };
    k.registry.journal.revert(mark);
    return { ...outcome, data: new Uint8Array(), events: [] };
  }

  /** Ends the block and begins the next one `seconds` later. */
  block(seconds = 1): void {
    const { k } = this;
    k.mode = Mode.EndBlock;
    const before = k.abciEvents.length;
    if (k.header.height > 0) for (const hook of END_BLOCK) hook.run(k);
    this.blockEvents = k.abciEvents.all().slice(before);
    checkAllInvariants(k);
    precommit(k);
    k.registry.commit();
    k.registry.clearBlockScoped();
    this.seconds += seconds;
    k.header = { ...k.header, height: k.header.height + 1, seconds: this.seconds };
    preBlock(k);
    k.mode = Mode.BeginBlock;
    for (const hook of BEGIN_BLOCK) hook.run(k);
    this.blockEvents = [...this.blockEvents, ...k.abciEvents.all()];
    k.mode = Mode.Deliver;
  }

  query<A>(
    path: string,
    request: Uint8Array,
    response: { decode(bytes: Uint8Array): A },
  ): A | { code: number; message: string } {
    const run = queryHandlers.get(path);
    if (run === undefined) throw new Error(`no query ${path}`);
    const { code, message, value } = run(this.k, request);
    return code === 0 ? response.decode(value) : { code, message };
  }
}

/** The first event of a type, as an object of its attributes. */
export function eventOf(
  events: readonly AbciEvent[],
  type: string,
): Record<string, string> | undefined {
  const found = events.find((e) => e.type === type);
  return found === undefined ? undefined : Object.fromEntries(found.attributes);
}
