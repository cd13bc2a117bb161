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

/**
 * Verifies signatures in worker threads with the native library and remembers the good ones, so that the engine's own check of the same
 * signature is a look-up (design.md §3, "Speed"). The engine still asks: a signature that was never pre-verified is verified on the spot.
 */
export class VerifyPool implements SignatureVerifier {
  private readonly workers: Worker[] = [];
  private readonly pending = new Map<number, (valid: boolean[]) => void>();
  private readonly verified = new Set<string>();
  private nextId = 0;

  constructor(
    workers: number,
    private readonly remember = 50_000,
  ) {
    for (let i = 0; i < workers; i++) this.workers.push(this.startWorker());
  }

  verify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean {
    if (this.verified.has(keyOf({ signature, digest, publicKey }))) return true;
    return secp256k1.ecdsaVerify(signature, digest, publicKey);
  }

  /** Verifies a batch off the main thread; the valid ones are remembered. */
  async preverify(jobs: readonly SignatureJob[]): Promise<void> {
    const worker = this.workers[this.nextId % Math.max(1, this.workers.length)];
    if (jobs.length === 0 || worker === undefined) return;
    const id = this.nextId++;
    const valid = await new Promise<boolean[]>((resolve) => {
      this.pending.set(id, resolve);
      worker.postMessage({ id, jobs });
    });
    for (const [i, job] of jobs.entries()) if (valid[i] === true) this.note(keyOf(job));
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((w) => w.terminate()));
  }

  private startWorker(): Worker {
    const worker = new Worker(WORKER_SOURCE, { eval: true });
    worker.on("message", ({ id, valid }: { id: number; valid: boolean[] }) => {
      this.pending.get(id)?.(valid);
      this.pending.delete(id);
    });
    worker.unref();
    return worker;
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
