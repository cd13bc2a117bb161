import {
  indexerEvents,
  indexerManager,
  type offChainUpdates,
  type perpetuals,
} from "@perpetua/protocol";
import type { EngineKernel } from "../../../src/app/kernel.js";
import type { AbciEvent } from "../../../src/state/index.js";
import { play } from "../clob/playSession.js";

export type Fill = indexerEvents.OrderFillEventV1;
export type StatefulOrder = indexerEvents.StatefulOrderEventV1;

/** What the engine made of one recorded block. */
export interface PlayedBlock {
  readonly seconds: number;
  readonly fills: readonly Fill[];
  readonly stateful: readonly StatefulOrder[];
  readonly deleveragings: readonly indexerEvents.DeleveragingEventV1[];
  /** Subtypes of all events, in order. */
  readonly subtypes: readonly string[];
  /** Cosmos events of its transactions as objects of their attributes, in order. */
  readonly cosmos: readonly (Readonly<Record<string, string>> & { readonly type: string })[];
}

/** Heights at which a test looks at the committed state, and what it reads there. */
export type Probes = Readonly<Record<string, readonly [height: number, read: Reader]>>;
type Reader = (k: EngineKernel) => unknown;
type Findings<P extends Probes> = { readonly [K in keyof P]: ReturnType<P[K][1]> };

/**
 * A recording played once through this node's own engine: what each block did, what each checked
 * message caused, and the state at the heights asked for.
 */
export class History<P extends Probes> {
  private readonly blocks = new Map<number, PlayedBlock>();
  private readonly votes = new Map<number, (readonly perpetuals.FundingPremium[])[]>();
  private readonly checks = new Map<
    number,
    { readonly code: number; readonly offchain: readonly offChainUpdates.OffChainUpdateV1[] }
  >();
  private readonly found = new Map<keyof P, unknown>();

  constructor(recording: string, probes: P) {
    play(recording, {
      checked: ({ step }, { code, offchain }) => {
        this.checks.set(step, { code, offchain: offchain.map((m) => m.message) });
      },
      wouldVote: (height, votes) => {
        this.votes.set(height, [...(this.votes.get(height) ?? []), votes]);
      },
      committed: (height, { results, indexerBlock }, exchange) => {
        const events = results.flatMap((r) => (r.code === 0 ? r.events : []));
        this.blocks.set(height, playedBlock(indexerBlock, events));
        for (const [name, [at, read]] of Object.entries(probes)) {
          if (at === height) this.found.set(name, exchange.readCommitted(read));
        }
      },
    });
  }

  block(height: number): PlayedBlock {
    const block = this.blocks.get(height);
    if (block === undefined) throw new Error(`no block ${height}`);
    return block;
  }

  /** Heights in ascending order. */
  heights(): number[] {
    return [...this.blocks.keys()];
  }

  check(step: number) {
    const check = this.checks.get(step);
    if (check === undefined) throw new Error(`no message in step ${step}`);
    return check;
  }

  /** Premiums of a perpetual that the node would have voted for, for one block. */
  premiums(height: number, perpetualId: number): number[] {
    return (this.votes.get(height) ?? []).map(
      (votes) => votes.find((v) => v.perpetualId === perpetualId)?.premiumPpm ?? 0,
    );
  }

  at<K extends keyof P>(probe: K): Findings<P>[K] {
    return this.found.get(probe) as Findings<P>[K];
  }
}

function playedBlock(bytes: Uint8Array, events: readonly AbciEvent[]): PlayedBlock {
  const block = indexerManager.IndexerTendermintBlock.decode(bytes);
  const of = <M>(subtype: string, codec: { decode(b: Uint8Array): M }): M[] =>
    block.events.filter((e) => e.subtype === subtype).map((e) => codec.decode(e.dataBytes));
  return {
    seconds: Number(block.time?.seconds ?? 0n),
    fills: of("order_fill", indexerEvents.OrderFillEventV1),
    stateful: of("stateful_order", indexerEvents.StatefulOrderEventV1),
    deleveragings: of("deleveraging", indexerEvents.DeleveragingEventV1),
    subtypes: block.events.map((e) => e.subtype),
    cosmos: events.map(({ type, attributes }) => ({ ...Object.fromEntries(attributes), type })),
  };
}
