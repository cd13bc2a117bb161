/** Topics of the feed; each has its own paint cap (web.md §3.2). */
export type Topic =
  | "book"
  | "trades"
  | "markets"
  | "account"
  | "status"
  | "ticket"
  | "wallet"
  | "toasts";

const MIN_INTERVAL_MS: Partial<Record<Topic, number>> = { markets: 250 };
const HIDDEN_INTERVAL_MS = 500;

/**
 * One publish per animation frame: whatever arrived since the last frame is told to listeners
 * once. Hidden tabs get no frames, so a slow timer keeps their state honest without painting.
 */
export class Emitter {
  private readonly listeners = new Map<Topic, Set<() => void>>();
  private readonly dirty = new Set<Topic>();
  private readonly lastPublish = new Map<Topic, number>();
  private framed = false;
  /** Wakes topics that were held back; it must not hold up the others meanwhile. */
  private later: ReturnType<typeof setTimeout> | null = null;
  /** Runs at the start of a publish, before listeners (the book uncrosses here). */
  beforePublish: ((topics: ReadonlySet<Topic>) => void) | null = null;

  subscribe(topic: Topic, listener: () => void): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  mark(topic: Topic): void {
    this.dirty.add(topic);
    this.nextFrame();
  }

  /** For what a person types: controlled inputs need the new value before the event ends. */
  now(topic: Topic): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) listener();
  }

  private nextFrame(): void {
    if (this.framed || typeof window === "undefined") return;
    this.framed = true;
    const run = (): void => {
      this.framed = false;
      this.publish(performance.now());
    };
    if (document.hidden) setTimeout(run, HIDDEN_INTERVAL_MS);
    else requestAnimationFrame(run);
  }

  private wakeIn(delayMs: number): void {
    this.later ??= setTimeout(() => {
      this.later = null;
      this.nextFrame();
    }, delayMs);
  }

  private publish(now: number): void {
    const ready = new Set<Topic>();
    let nextIn = 0;
    for (const topic of this.dirty) {
      const due = (this.lastPublish.get(topic) ?? -Infinity) + (MIN_INTERVAL_MS[topic] ?? 0);
      if (now >= due) ready.add(topic);
      else nextIn = Math.max(nextIn, due - now);
    }
    this.beforePublish?.(ready);
    for (const topic of ready) {
      this.dirty.delete(topic);
      this.lastPublish.set(topic, now);
      for (const listener of [...(this.listeners.get(topic) ?? [])]) listener();
    }
    if (nextIn > 0) this.wakeIn(nextIn);
  }
}
