import {
  generateMnemonic,
  isValidMnemonic,
  type KeyPair,
  keyPairFromMnemonic,
  signTx,
} from "@perpetua/protocol";
import { assertIntent, type Intent, type SigningContext } from "./intents";
import { messageOf } from "./messages";
import * as storage from "./storage";
import { deriveKey, open, seal, WrongPasswordError } from "./vault";

export type SignerErrorCode = "wrongPassword" | "badPhrase" | "locked" | "noWallet" | "failed";

export interface SignerStatus {
  phase: "absent" | "locked" | "unlocked";
  address: string | null;
  /** False when the page is not a secure context: no WebCrypto, so nothing can be stored. */
  canStore: boolean;
}

/** The requests of the page, by name; the worker answers each with its result. */
export interface SignerRequests {
  status: { input: undefined; output: SignerStatus };
  generate: { input: undefined; output: string };
  adopt: {
    input: { phrase: string; password: string | null; remember: boolean };
    output: SignerStatus;
  };
  unlock: { input: { password: string; remember: boolean }; output: SignerStatus };
  lock: { input: undefined; output: SignerStatus };
  forget: { input: undefined; output: SignerStatus };
  reveal: { input: { password: string | null }; output: string };
  sign: {
    input: { intent: Intent; context: SigningContext };
    output: { tx: Uint8Array; hash: string };
  };
}
export type SignerMethod = keyof SignerRequests;

export class SignerError extends Error {
  constructor(
    readonly code: SignerErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const REMEMBER_MS = 12 * 60 * 60 * 1000;

/** Owns the keys. Lives in a worker; phrase and private key never leave it except by `reveal`. */
export class SignerHost {
  private keys: KeyPair | null = null;
  /** Only for wallets that cannot be stored (no WebCrypto). */
  private memoryPhrase: string | null = null;

  private readonly canStore = globalThis.crypto?.subtle !== undefined;

  async handle<M extends SignerMethod>(
    method: M,
    input: SignerRequests[M]["input"],
  ): Promise<SignerRequests[M]["output"]> {
    const methods: {
      [K in SignerMethod]: (
        input: SignerRequests[K]["input"],
      ) => Promise<SignerRequests[K]["output"]>;
    } = {
      status: () => this.status(),
      generate: async () => generateMnemonic(),
      adopt: (request) => this.adopt(request),
      unlock: (request) => this.unlock(request),
      lock: () => this.lock(),
      forget: () => this.forget(),
      reveal: (request) => this.reveal(request.password),
      sign: (request) => this.sign(request.intent, request.context),
    };
    return methods[method](input);
  }

  private async status(): Promise<SignerStatus> {
    if (!this.keys && this.canStore) await this.resume();
    return this.describe();
  }

  private async describe(): Promise<SignerStatus> {
    if (this.keys) {
      return { phase: "unlocked", address: this.keys.address, canStore: this.canStore };
    }
    const sealed = this.canStore ? await storage.load("wallet") : undefined;
    return {
      phase: sealed ? "locked" : "absent",
      address: sealed?.address ?? null,
      canStore: this.canStore,
    };
  }

  /** Opens the wallet with the key kept for this device, while that is allowed. */
  private async resume(): Promise<void> {
    const [sealed, session] = await Promise.all([storage.load("wallet"), storage.load("session")]);
    if (!sealed || !session) return;
    if (session.expiresAt < Date.now()) {
      await storage.remove("session");
      return;
    }
    this.keys = keyPairFromMnemonic(await open(sealed, session.key));
  }

  private async adopt(request: SignerRequests["adopt"]["input"]): Promise<SignerStatus> {
    const phrase = normalisePhrase(request.phrase);
    if (!isValidMnemonic(phrase)) throw new SignerError("badPhrase", "not a BIP-39 phrase");
    const keys = keyPairFromMnemonic(phrase);
    if (this.canStore && request.password !== null) {
      const { sealed, key } = await seal(phrase, keys.address, request.password);
      await storage.save("wallet", sealed);
      await this.keepSession(key, request.remember);
    } else {
      this.memoryPhrase = phrase;
    }
    this.keys = keys;
    return this.describe();
  }

  private async keepSession(key: CryptoKey, remember: boolean): Promise<void> {
    if (remember) await storage.save("session", { key, expiresAt: Date.now() + REMEMBER_MS });
    else await storage.remove("session");
  }

  private async openStored(password: string): Promise<{ phrase: string; key: CryptoKey }> {
    const sealed = await storage.load("wallet");
    if (!sealed) throw new SignerError("noWallet", "no wallet on this device");
    const key = await deriveKey(password, sealed.salt, sealed.iterations);
    try {
      return { phrase: await open(sealed, key), key };
    } catch (error) {
      if (error instanceof WrongPasswordError)
        throw new SignerError("wrongPassword", error.message);
      throw error;
    }
  }

  private async unlock(request: SignerRequests["unlock"]["input"]): Promise<SignerStatus> {
    const { phrase, key } = await this.openStored(request.password);
    this.keys = keyPairFromMnemonic(phrase);
    await this.keepSession(key, request.remember);
    return this.describe();
  }

  private async lock(): Promise<SignerStatus> {
    this.keys = null;
    this.memoryPhrase = null;
    if (this.canStore) await storage.remove("session");
    return this.describe();
  }

  private async forget(): Promise<SignerStatus> {
    await this.lock();
    if (this.canStore) await storage.remove("wallet");
    return this.describe();
  }

  /** Showing the phrase always asks for the password again. */
  private async reveal(password: string | null): Promise<string> {
    if (this.memoryPhrase !== null) return this.memoryPhrase;
    return (await this.openStored(password ?? "")).phrase;
  }

  private async sign(
    intent: Intent,
    context: SigningContext,
  ): Promise<{ tx: Uint8Array; hash: string }> {
    if (!this.keys) throw new SignerError("locked", "the wallet is locked");
    assertIntent(intent);
    const { fee } = context;
    const signed = signTx({
      messages: [messageOf(intent, this.keys.address)],
      key: this.keys,
      chainId: context.chainId,
      accountNumber: context.accountNumber,
      sequence: context.sequence,
      ...(fee && {
        gasLimit: fee.gasLimit,
        feeAmount: [{ denom: fee.denom, amount: fee.amount.toString() }],
      }),
    });
    return { tx: signed.txBytes, hash: signed.hash };
  }
}

/** Phrases are pasted with odd spacing and capitals. */
export const normalisePhrase = (phrase: string): string =>
  phrase.normalize("NFKD").trim().toLowerCase().split(/\s+/).join(" ");
