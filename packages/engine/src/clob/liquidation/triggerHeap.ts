/** A note to look at `subject` again; void once the subject moved on to a later version. */
interface Trigger<T> {
  readonly price: bigint;
  readonly subject: T;
  readonly version: number;
}

interface Versioned {
  readonly version: number;
}

const SLACK = 64;

/**
 * Subjects by the price that makes them worth a look: a binary heap, lowest price first. A subject
 * leaves by growing its version; what is void goes when it comes up, or when it makes up half.
 */
export class TriggerHeap<T extends Versioned> {
  private heap: Trigger<T>[] = [];
  private limit = SLACK;

  add(price: bigint, subject: T): void {
    if (this.heap.length >= this.limit) this.compact();
    this.heap.push({ price, subject, version: subject.version });
    this.rise(this.heap.length - 1);
  }

  /** Takes out all subjects whose price is at most `price` and calls `visit` for the live ones. */
  reach(price: bigint, visit: (subject: T) => void): void {
    for (let top = this.heap[0]; top !== undefined && top.price <= price; top = this.heap[0]) {
      this.dropTop();
      if (top.version === top.subject.version) visit(top.subject);
    }
  }

  private compact(): void {
    const live = this.heap.filter((t) => t.version === t.subject.version);
    // A list in ascending order is a heap.
    this.heap = live.sort((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : 0));
    this.limit = 2 * live.length + SLACK;
  }

  private dropTop(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(start: number): void {
    const { heap } = this;
    let i = start;
    const moving = heap[i] as Trigger<T>;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Trigger<T>;
      if (above.price <= moving.price) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = moving;
  }

  private sink(start: number): void {
    const { heap } = this;
    let i = start;
    const moving = heap[i] as Trigger<T>;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right.price < (heap[child] as Trigger<T>).price) child++;
      const below = heap[child] as Trigger<T>;
      if (moving.price <= below.price) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = moving;
  }
}
