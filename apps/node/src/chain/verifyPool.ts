import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { SignatureVerifier } from "@perpetua/protocol";

interface NativeSecp256k1 {
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
}

const secp256k1 = createRequire(import.meta.url)("secp256k1") as NativeSecp256k1;

/** One signature to verify. */
export interface SignatureJob {
  readonly signature: Uint8Array;
  readonly digest: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** The worker's program: plain JavaScript, so that it needs no file beside the compiled one. */
const WORKER_SOURCE = `
const { parentPort } = require("node:worker_threads");
const secp256k1 = require("secp256k1");
parentPort.on("message", ({ id, jobs }) => {
  const valid = jobs.map(({ signature, digest, publicKey }) => {
    try {
      return secp256k1.ecdsaVerify(signature, digest, publicKey);
    } catch {
      return false; // A malformed key or signature verifies nothing.
    }
  });
  parentPort.postMessage({ id, valid });
});
`;

interface Batch {
  readonly jobs: readonly SignatureJob[];
  readonly resolve: () => void;
}

interface PoolWorker {
  readonly thread: Worker;
  /** Batches sent and not answered, by id. */
  readonly pending: Map<number, readonly Batch[]>;
}

export interface VerifyPoolOptions {
  /** Good signatures remembered. */
  readonly remember?: number;
  /** Replaced in tests. */
  readonly workerSource?: string;
}

/**
 * Verifies signatures in worker threads with the native library and remembers the good ones, so
 * that the engine's own check of the same signature is a look-up (design.md §3, "Speed"). The
 * engine still asks: a signature that was never pre-verified is verified on the spot, so a worker
 * that dies costs time and nothing else.
 * PERF: what arrives in one turn of the event loop travels in one message; a lone signature is left
 * to the engine.
 */
export class VerifyPool implements SignatureVerifier {
  private readonly workers: PoolWorker[] = [];
  private readonly verified = new Set<string>();
  private readonly remember: number;
  private readonly source: string;
  private queue: Batch[] = [];
  private nextId = 0;
  private closed = false;

  constructor(workers: number, options: VerifyPoolOptions = {}) {
    this.remember = options.remember ?? 50_000;
    this.source = options.workerSource ?? WORKER_SOURCE;
    for (let i = 0; i < workers; i++) this.startWorker(i);
  }

  verify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean {
    if (this.verified.has(keyOf({ signature, digest, publicKey }))) return true;
    try {
      return secp256k1.ecdsaVerify(signature, digest, publicKey);
    } catch {
      return false; // The library throws for a malformed key or signature: it verifies nothing.
    }
  }

  /** Verifies a batch off the main thread; the valid ones are remembered. */
  preverify(jobs: readonly SignatureJob[]): Promise<void> {
    if (jobs.length === 0 || this.workers.length === 0 || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.queue.length === 0) setImmediate(() => this.flush());
      this.queue.push({ jobs, resolve });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.flush();
    await Promise.all(this.workers.map(({ thread }) => thread.terminate()));
  }

  private flush(): void {
    const batches = this.queue;
    this.queue = [];
    const [only] = batches;
    if (only !== undefined && batches.length === 1 && this.isIdle()) {
      // PERF: two changes of thread cost a lone order more than its verification does.
      only.resolve();
      return;
    }
    const share = Math.ceil(batches.length / this.workers.length);
    for (let from = 0; from < batches.length; from += share) {
      const part = batches.slice(from, from + share);
      const id = this.nextId++;
      const worker = this.workers[id % this.workers.length] as PoolWorker;
      worker.pending.set(id, part);
      worker.thread.ref(); // Somebody waits: the process may not end now.
      worker.thread.postMessage({ id, jobs: part.flatMap((b) => b.jobs) });
    }
  }

  private isIdle(): boolean {
    return this.workers.every(({ pending }) => pending.size === 0);
  }

  private startWorker(position: number): void {
    const thread = new Worker(this.source, { eval: true });
    const worker: PoolWorker = { thread, pending: new Map() };
    this.workers[position] = worker;
    thread.on("message", ({ id, valid }: { id: number; valid: boolean[] }) => {
      const batches = worker.pending.get(id) ?? [];
      worker.pending.delete(id);
      if (worker.pending.size === 0) thread.unref();
      let at = 0;
      for (const { jobs, resolve } of batches) {
        for (const job of jobs) if (valid[at++] === true) this.note(keyOf(job));
        resolve();
      }
    });
    // Its death is followed by `exit`; without a listener it would end the process.
    thread.on("error", () => undefined);
    thread.on("exit", () => {
      for (const batches of worker.pending.values()) for (const b of batches) b.resolve();
      if (!this.closed) this.startWorker(position);
    });
    thread.unref();
  }

  private note(key: string): void {
    this.verified.add(key);
    if (this.verified.size <= this.remember) return;
    for (const oldest of this.verified) {
      this.verified.delete(oldest);
      break;
    }
  }
}

function keyOf({ signature, digest, publicKey }: SignatureJob): string {
  return Buffer.concat([signature, digest, publicKey]).toString("latin1");
}
