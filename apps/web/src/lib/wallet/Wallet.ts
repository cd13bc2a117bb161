import type { Emitter } from "../feed/Emitter";
import type { Intent, SigningContext } from "./intents";
import { SignerClient } from "./SignerClient";
import type { SignerStatus } from "./SignerHost";

export type WalletPhase = "unknown" | SignerStatus["phase"];

/** The wallet as the screen sees it: a phase and an address. Keys are the signer's alone. */
export class Wallet {
  phase: WalletPhase = "unknown";
  address: string | null = null;
  canStore = true;
  private readonly signer = new SignerClient();
  private readonly onChange = new Set<() => void>();

  constructor(private readonly emitter: Emitter) {}

  /** Told when the address appears, changes or goes. */
  watch(listener: () => void): () => void {
    this.onChange.add(listener);
    return () => this.onChange.delete(listener);
  }

  async load(): Promise<void> {
    this.set(await this.signer.request("status", undefined));
  }

  generate(): Promise<string> {
    return this.signer.request("generate", undefined);
  }

  async adopt(phrase: string, password: string | null, remember: boolean): Promise<void> {
    this.set(await this.signer.request("adopt", { phrase, password, remember }));
  }

  async unlock(password: string, remember: boolean): Promise<void> {
    this.set(await this.signer.request("unlock", { password, remember }));
  }

  async lock(): Promise<void> {
    this.set(await this.signer.request("lock", undefined));
  }

  async forget(): Promise<void> {
    this.set(await this.signer.request("forget", undefined));
  }

  reveal(password: string | null): Promise<string> {
    return this.signer.request("reveal", { password });
  }

  sign(intent: Intent, context: SigningContext): Promise<{ tx: Uint8Array; hash: string }> {
    return this.signer.request("sign", { intent, context });
  }

  private set(status: SignerStatus): void {
    const changed = status.address !== this.address;
    this.phase = status.phase;
    this.address = status.address;
    this.canStore = status.canStore;
    this.emitter.mark("wallet");
    if (changed) for (const listener of this.onChange) listener();
  }
}
