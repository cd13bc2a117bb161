import type { BroadcastResult, ChainAccount, NodeClient } from "../exchange/node";
import type { Intent, SigningContext } from "../wallet/intents";
import type { Wallet } from "../wallet/Wallet";

export const USDC_DENOM = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
export const nativeDenom = (chainId: string): string =>
  chainId.startsWith("dydx-mainnet") ? "adydx" : "adv4tnt";

/** Transfers use 94–135 k gas (wire.md §2.4); twice that leaves room. */
const TRANSFER_GAS = 300_000n;
const USDC_FEE = { denom: USDC_DENOM, amount: (TRANSFER_GAS * 25n) / 1000n };
const NATIVE_GAS_PRICE = 25_000_000_000n;
const WRONG_SEQUENCE = 32;

const isFree = (intent: Intent): boolean =>
  intent.kind === "placeOrder" || intent.kind === "cancelOrder";
/** Short-term orders and cancels are outside the sequence rules (wire.md §2.3). */
const needsSequence = (intent: Intent): boolean =>
  !(isFree(intent) && "flags" in intent && intent.flags === 0);

export class NoAccountError extends Error {
  override name = "NoAccountError";
}

/**
 * Signs and broadcasts. Transactions that use a sequence go one at a time, and the next sequence
 * is remembered, because the node's account query lags the mempool by a block.
 */
export class TxSender {
  private cached: (ChainAccount & { address: string }) | null = null;
  private lane: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly wallet: Wallet,
    private readonly node: NodeClient,
    private readonly chainId: string,
  ) {}

  /** Reads number and sequence ahead of time, so that the first click waits for nothing. */
  async warm(): Promise<void> {
    await this.account(true).catch(() => null);
  }

  send(intent: Intent, hooks: { onSigned?: () => void } = {}): Promise<BroadcastResult> {
    if (!needsSequence(intent)) return this.signAndSend(intent, hooks);
    const turn = this.lane.then(
      () => this.sendInSequence(intent, hooks),
      () => this.sendInSequence(intent, hooks),
    );
    this.lane = turn.catch(() => null);
    return turn;
  }

  private async sendInSequence(
    intent: Intent,
    hooks: { onSigned?: () => void },
  ): Promise<BroadcastResult> {
    const first = await this.signAndSend(intent, hooks);
    const stale = first.codespace === "sdk" && first.code === WRONG_SEQUENCE;
    if (stale) this.adoptExpected(first.log);
    const result = stale ? await this.signAndSend(intent, hooks) : first;
    if (result.code === 0 && this.cached) this.cached.sequence += 1n;
    return result;
  }

  /** "account sequence mismatch, expected 26, got 31": the node says which one it wants. */
  private adoptExpected(log: string): void {
    const expected = /expected (\d+)/.exec(log)?.[1];
    if (this.cached && expected) this.cached.sequence = BigInt(expected);
    else this.cached = null;
  }

  private async signAndSend(
    intent: Intent,
    hooks: { onSigned?: () => void },
  ): Promise<BroadcastResult> {
    const account = await this.account(false);
    const context: SigningContext = {
      chainId: this.chainId,
      accountNumber: account.accountNumber,
      sequence: account.sequence,
      ...(!isFree(intent) && { fee: await this.fee(account.address) }),
    };
    const { tx } = await this.wallet.sign(intent, context);
    hooks.onSigned?.();
    return this.node.broadcast(tx);
  }

  private async account(fresh: boolean): Promise<ChainAccount & { address: string }> {
    const { address } = this.wallet;
    if (!address) throw new NoAccountError("no wallet is open");
    if (!fresh && this.cached?.address === address) return this.cached;
    const account = await this.node.account(address);
    if (!account) throw new NoAccountError("the chain does not know this account yet");
    this.cached = { ...account, address };
    return this.cached;
  }

  /** Gas in the native coin when there is some, so that all USDC can be moved; else in USDC. */
  private async fee(address: string): Promise<NonNullable<SigningContext["fee"]>> {
    const native = nativeDenom(this.chainId);
    const amount = TRANSFER_GAS * NATIVE_GAS_PRICE;
    const balances = await this.node.balances(address);
    const held = balances.find((balance) => balance.denom === native)?.amount ?? 0n;
    return held >= amount
      ? { denom: native, amount, gasLimit: TRANSFER_GAS }
      : { ...USDC_FEE, gasLimit: TRANSFER_GAS };
  }
}
