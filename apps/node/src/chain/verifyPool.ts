import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { SignatureVerifier } from "@perpetua/protocol";

interface NativeSecp256k1 {
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
}

const require = createRequire(import.meta.url);
const secp256k1 = require("secp256k1") as NativeSecp256k1;

/** One signature to verify. */
export interface SignatureJob {
  readonly signature: Uint8Array;
  readonly digest: Uint8Array;
  readonly publicKey: Uint8Array;
}

const SIGNATURE_BYTES = 64;
const DIGEST_BYTES = 32;
const KEY_BYTES = 33;
/** A job packed for the journey: signature, digest, key. */
const JOB_BYTES = SIGNATURE_BYTES + DIGEST_BYTES + KEY_BYTES;

/**
 * The worker's program: plain JavaScript, so that it needs no file beside the compiled one. It
 * would look for the library from the folder that the process was started in, so it is told where.
 */
const WORKER_SOURCE = `
const { parentPort } = require("node:worker_threads");
const secp256k1 = require(${JSON.stringify(require.resolve("secp256k1"))});
function isValid(job) {
  try {
    const digest = job.subarray(${SIGNATURE_BYTES}, ${SIGNATURE_BYTES + DIGEST_BYTES});
    const key = job.subarray(${SIGNATURE_BYTES + DIGEST_BYTES});
    return secp256k1.ecdsaVerify(job.subarray(0, ${SIGNATURE_BYTES}), digest, key);
  } catch {
    return false; // A key that is no curve point verifies nothing.
  }
}
parentPort.on("message", ({ id, jobs }) => {
  const valid = new Uint8Array(jobs.length / ${JOB_BYTES});
  for (let i = 0; i < valid.length; i++) {
    valid[i] = isValid(jobs.subarray(i * ${JOB_BYTES}, (i + 1) * ${JOB_BYTES})) ? 1 : 0;
  }
  parentPort.postMessage({ id, valid }, [valid.buffer]);
});
`;

/**
 * Transactions per message to a worker. PERF: the main thread checks what came back while the
 * worker verifies on; one message for all would make them take turns.
 */
const MESSAGE_BATCHES = 32;

interface Batch {
  readonly jobs: readonly SignatureJob[];
  readonly resolve: () => void;
}

interface Sent {
  readonly batches: readonly Batch[];
  /** Names of the packed jobs, in their order. */
  readonly keys: readonly string[];
}

interface PoolWorker {
  readonly thread: Worker;
  /** What was sent and not answered, by id. */
  readonly pending: Map<number, Sent>;
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

  /** Signatures known to be good. */
  get remembered(): number {
    return this.verified.size;
  }

  /** Verifies a batch off the main thread; the valid ones are remembered. */
  preverify(jobs: readonly SignatureJob[]): Promise<void> {
    if (jobs.length === 0 || this.workers.length === 0 || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.queue.length === 0) setImmediate(() => this.flush());
      this.queue.push({ jobs, resolve });
      if (this.queue.length >= MESSAGE_BATCHES) this.flush();
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
    const share = Math.min(MESSAGE_BATCHES, Math.ceil(batches.length / this.workers.length));
    for (let from = 0; from < batches.length; from += share) {
      const part = batches.slice(from, from + share);
      const id = this.nextId++;
      const worker = this.workers[id % this.workers.length] as PoolWorker;
      const packed = pack(part.flatMap(({ jobs }) => jobs));
      const keys = keysOf(packed);
      worker.pending.set(id, { batches: part, keys });
      worker.thread.ref(); // Somebody waits: the process may not end now.
      worker.thread.postMessage({ id, jobs: packed }, [packed.buffer]);
    }
  }

  private isIdle(): boolean {
    return this.workers.every(({ pending }) => pending.size === 0);
  }

  private startWorker(position: number): void {
    const thread = new Worker(this.source, { eval: true });
    const worker: PoolWorker = { thread, pending: new Map() };
    this.workers[position] = worker;
    thread.on("message", ({ id, valid }: { id: number; valid: Uint8Array }) => {
      const { batches, keys } = worker.pending.get(id) ?? { batches: [], keys: [] };
      worker.pending.delete(id);
      if (worker.pending.size === 0) thread.unref();
      for (const [i, key] of keys.entries()) if (valid[i] === 1) this.note(key);
      for (const { resolve } of batches) resolve();
    });
    // Its death is followed by `exit`; without a listener it would end the process.
    thread.on("error", () => undefined);
    thread.on("exit", () => {
      for (const { batches } of worker.pending.values()) for (const b of batches) b.resolve();
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

/** Jobs one after another; those of another length verify nothing and stay at home. */
function pack(jobs: readonly SignatureJob[]): Uint8Array<ArrayBuffer> {
  const whole = jobs.filter(
    ({ signature, digest, publicKey }) =>
      signature.length === SIGNATURE_BYTES &&
      digest.length === DIGEST_BYTES &&
      publicKey.length === KEY_BYTES,
  );
  const packed = new Uint8Array(whole.length * JOB_BYTES);
  for (const [i, { signature, digest, publicKey }] of whole.entries()) {
    packed.set(signature, i * JOB_BYTES);
    packed.set(digest, i * JOB_BYTES + SIGNATURE_BYTES);
    packed.set(publicKey, i * JOB_BYTES + SIGNATURE_BYTES + DIGEST_BYTES);
  }
  return packed;
}

function keysOf(packed: Uint8Array<ArrayBuffer>): string[] {
  const bytes = Buffer.from(packed.buffer);
  return Array.from({ length: packed.length / JOB_BYTES }, (_, i) =>
    bytes.toString("latin1", i * JOB_BYTES, (i + 1) * JOB_BYTES),
  );
}
