import {
  addressOfPublicKey,
  encodeAny,
  type KeyPair,
  keyPairFromMnemonic,
  signTx,
} from "@perpetua/protocol";
import { AppError, type Logger } from "@perpetua/telemetry";
import type { ChainAccount, ChainClient } from "./chainClient.js";

/** A message to send from the faucet's account. */
export interface Payment {
  readonly typeUrl: string;
  readonly value: object;
}

interface Waiting {
  readonly payments: (payer: string) => readonly Payment[];
  readonly resolve: (hash: string) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_BATCH = 40;
const MAX_WAITING = 2_000;
/** The chain said no, so nothing was paid; after any other error a payment may be on its way. */
const NOT_PAID: ReadonlySet<string> = new Set(["FAUCET_REFUSED", "FAUCET_FAILED"]);
const GAS_PER_MESSAGE = 200_000n;
const GAS_PRICE_NATIVE = 25_000_000_000n;

/**
 * Pays out of one account: requests that arrive together share a transaction, and only one
 * transaction is in flight.
 */
export class Payer {
  private readonly keys: readonly KeyPair[];
  private readonly waiting: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly chain: ChainClient,
    mnemonics: readonly string[],
    private readonly logger: Logger,
  ) {
    this.keys = mnemonics.map((m) => keyPairFromMnemonic(m));
  }

  /** The first of our accounts that exists on this chain. */
  async payer(): Promise<ChainAccount & { key: KeyPair; address: string }> {
    for (const key of this.keys) {
      const address = addressOfPublicKey(key.publicKey);
      const account = await this.chain.account(address);
      if (account !== undefined) return { ...account, key, address };
    }
    throw new AppError(
      "FAUCET_UNFUNDED",
      "no faucet account exists on this chain; set FAUCET_MNEMONIC",
    );
  }

  /** Resolves with the transaction's hash once it is in a block. */
  pay(payments: (payer: string) => readonly Payment[]): Promise<string> {
    if (this.waiting.length >= MAX_WAITING) {
      const text = `${MAX_WAITING} requests are waiting; try again later`;
      return Promise.reject(new AppError("FAUCET_BUSY", text));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ payments, resolve, reject });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      const failed = await this.send(batch);
      // One bad request must not spoil the others: they go again, one by one.
      if (failed && batch.length > 1) for (const one of batch) await this.send([one], true);
      else if (failed) await this.send(batch, true);
    }
    this.busy = false;
  }

  /**
   * Sends a batch; returns whether it failed and may be retried without paying twice. Otherwise, or
   * with `final`, a failure reaches the requests.
   */
  private async send(batch: readonly Waiting[], final = false): Promise<boolean> {
    try {
      const hash = await this.submit(batch);
      for (const w of batch) w.resolve(hash);
      return false;
    } catch (error) {
      this.logger.warn({ err: error, requests: batch.length }, "payment failed");
      if (!final && error instanceof AppError && NOT_PAID.has(error.code)) return true;
      for (const w of batch) w.reject(error);
      return false;
    }
  }

  private async submit(batch: readonly Waiting[]): Promise<string> {
    const [account, chainId] = await Promise.all([this.payer(), this.chain.chainId()]);
    const payments = batch.flatMap((w) => w.payments(account.address));
    const gasLimit = GAS_PER_MESSAGE * BigInt(payments.length);
    const { txBytes } = signTx({
      messages: payments.map((p) => encodeAny(p.typeUrl, p.value)),
      key: account.key,
      chainId,
      accountNumber: account.accountNumber,
      sequence: account.sequence,
      gasLimit,
      feeAmount: [{ denom: "adv4tnt", amount: String(gasLimit * GAS_PRICE_NATIVE) }],
    });
    const { code, log, hash } = await this.chain.broadcast(txBytes);
    if (code !== 0) throw new AppError("FAUCET_REFUSED", log);
    const delivery = await this.chain.delivered(hash);
    if (delivery.code !== 0) throw new AppError("FAUCET_FAILED", delivery.log);
    return hash;
  }
}
