import type { SignerErrorCode, SignerMethod, SignerRequests } from "./SignerHost";
import type { SignerReplyFrame } from "./signer.worker";

export class SignerFailure extends Error {
  constructor(
    readonly code: SignerErrorCode,
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The page's side of the signer worker; the worker starts with the first request. */
export class SignerClient {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  request<M extends SignerMethod>(
    method: M,
    input: SignerRequests[M]["input"],
  ): Promise<SignerRequests[M]["output"]> {
    const worker = this.start();
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ id, method, input });
    });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL("./signer.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event: MessageEvent<SignerReplyFrame>) => {
      const { id, output, error } = event.data;
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) waiting?.reject(new SignerFailure(error.code as SignerErrorCode, error.message));
      else waiting?.resolve(output);
    });
    worker.addEventListener("error", (event) => this.failAll(event.message));
    this.worker = worker;
    return worker;
  }

  private failAll(message: string): void {
    for (const waiting of this.waiting.values())
      waiting.reject(new SignerFailure("failed", message));
    this.waiting.clear();
    this.worker = null;
  }
}
