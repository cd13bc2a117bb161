import type { bridge } from "@perpetua/protocol";
import { AppError } from "@perpetua/telemetry";

interface Recognized {
  readonly event: bridge.BridgeEvent;
  readonly receivedAtMs: number;
}

/**
 * Events that this node saw on Ethereum, in id order without gaps; memory only (app.md §4.6). A
 * proposer acknowledges those that it has known for long enough.
 */
export class RecognizedEvents {
  private readonly byId = new Map<number, Recognized>();
  private next = 0;
  private ethBlockHeight = 0n;

  /** Catches up with what the chain has acknowledged, after a restart in particular. */
  raiseTo(acknowledged: { readonly nextId: number; readonly ethBlockHeight: bigint }): void {
    if (acknowledged.nextId <= this.next) return;
    this.next = acknowledged.nextId;
    this.ethBlockHeight = acknowledged.ethBlockHeight;
    for (const id of [...this.byId.keys()]) if (id < this.next) this.byId.delete(id);
  }

  /** Id that is expected next, and the Ethereum height of the event before it. */
  get info(): { readonly nextId: number; readonly ethBlockHeight: bigint } {
    return { nextId: this.next, ethBlockHeight: this.ethBlockHeight };
  }

  /** Adds events; known ones are ignored, a gap or a list out of order is refused. */
  add(events: readonly bridge.BridgeEvent[], nowMs: number): void {
    for (const event of events) {
      if (event.id < this.next) continue;
      if (event.id > this.next) {
        throw new AppError("BRIDGE_GAP", `bridge event ${event.id} came before ${this.next}`);
      }
      this.byId.set(event.id, { event, receivedAtMs: nowMs });
      this.next = event.id + 1;
      this.ethBlockHeight = event.ethBlockHeight;
    }
  }

  /** Consecutive events from `nextId` on that were recognised at or before `latestMs`. */
  from(nextId: number, limit: number, latestMs: number): bridge.BridgeEvent[] {
    const events: bridge.BridgeEvent[] = [];
    for (let id = nextId; events.length < limit; id++) {
      const known = this.byId.get(id);
      if (known === undefined || known.receivedAtMs >= latestMs) break;
      events.push(known.event);
    }
    return events;
  }
}
