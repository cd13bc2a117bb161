import {
  accountplus,
  type cosmosTx,
  decodeAny,
  decodeTx,
  encodeAny,
  signTx,
  TX_EXTENSION_TYPE_URL,
} from "@perpetua/protocol";
import { actorOf } from "../support/accounts.js";
import type { NodeClient } from "../support/chain.js";
import type { Oracle } from "../support/oracle.js";

/** A transaction step of a recording (recordings' README, `steps.jsonl.gz`). */
export interface Step {
  readonly step?: number;
  readonly name?: string;
  readonly chapter?: string;
  readonly checkpoint?: string;
  readonly actor?: string;
  readonly signer?: string;
  readonly msgs?: readonly { readonly type: string; readonly value: unknown }[];
  readonly tx?: string;
  readonly heightAfter?: number;
  readonly result?: {
    readonly code?: number;
    readonly codespace?: string;
    readonly rpcError?: { readonly data?: string };
  };
  readonly delivered?: { readonly code: number; readonly codespace: string };
  readonly oracle?: string;
  readonly raw?: string;
  readonly ethereumLogs?: readonly unknown[];
}

export interface Outcome {
  readonly step: string;
  readonly expected: string;
  readonly got: string;
}

const GOOD_TIL_BLOCK = "goodTilBlock";
const GOOD_TIL_TIME = "goodTilBlockTime";

/** The recorded selection of authenticators, so that trading keys sign as they did. */
function authenticatorsOf(body: cosmosTx.TxBody): { authenticators?: readonly bigint[] } {
  const option = body.nonCriticalExtensionOptions.find((o) => o.typeUrl === TX_EXTENSION_TYPE_URL);
  if (option === undefined) return {};
  const { selectedAuthenticators } = accountplus.TxExtension.decode(option.value);
  return { authenticators: selectedAuthenticators };
}

/** Short-term orders and cancels use no sequence. */
function isShortTerm({ msgs = [] }: Step): boolean {
  return msgs.some(({ type, value }) => {
    if (type === "/dydxprotocol.clob.MsgBatchCancel") return true;
    return (
      type.startsWith("/dydxprotocol.clob.") && JSON.stringify(value).includes('"orderFlags":0,')
    );
  });
}

/**
 * Plays recorded steps against a running network: same messages, options, order and pace in blocks,
 * signed anew. Heights are shifted by how far the live chain is ahead of the recorded one; the same
 * recorded good-til block always becomes the same live one, so that duplicates stay duplicates.
 */
export class Scenario {
  /** Blocks and seconds that the live chain is ahead of the recorded one. */
  private shift = 0;
  private shiftSeconds = 0;
  private readonly placed = new Map<string, number>();
  /** What each account must sign with next, as far as this scenario moved it. */
  private readonly nextSequences = new Map<string, bigint>();
  private lastSequence = 0n;
  private readonly hashes = new Map<number, string>();

  constructor(
    private readonly node: NodeClient,
    private readonly chainId: string,
    private readonly oracle: Oracle,
    /** Unix seconds of the recorded blocks, by height. */
    private readonly recordedSeconds: ReadonlyMap<number, number>,
  ) {}

  /** Plays one step; undefined when it is nothing to compare (chapters, questions). */
  async play(step: Step): Promise<Outcome | undefined> {
    if (step.oracle !== undefined && step.raw !== undefined) {
      this.oracle.set({ [step.oracle.replace("-", "/")]: step.raw });
      return undefined;
    }
    if (step.delivered !== undefined) return this.compareDelivery(step);
    if (step.tx === undefined || step.actor === undefined) return undefined;
    await this.keepPace(step.heightAfter ?? 0);
    const bytes = await this.sign(step);
    const answer = await this.node.broadcast(bytes);
    if (answer.result !== undefined) this.hashes.set(step.step ?? 0, answer.result.hash);
    if (answer.result?.code === 0 && !isShortTerm(step)) this.countSequence(step.actor);
    const got =
      answer.result === undefined
        ? `rpc ${answer.error?.data}`
        : `${answer.result.codespace} ${answer.result.code}`;
    const { rpcError, code, codespace } = step.result ?? {};
    const expected = rpcError === undefined ? `${codespace} ${code}` : `rpc ${rpcError.data}`;
    return { step: `step ${step.step} ${step.name ?? ""}`.trim(), expected, got };
  }

  /**
   * Waits until the live chain is where the recorded one was; when it is further, the shift grows.
   */
  private async keepPace(recordedHeight: number): Promise<void> {
    const height = await this.node.waitForHeight(recordedHeight + this.shift);
    this.shift = height - recordedHeight;
    const recorded = this.recordedSeconds.get(recordedHeight);
    if (recorded !== undefined) this.shiftSeconds = (await this.node.tip()).seconds - recorded;
  }

  private async compareDelivery(step: Step): Promise<Outcome | undefined> {
    const hash = this.hashes.get(step.step ?? 0);
    if (hash === undefined || step.delivered === undefined) return undefined;
    const { code, codespace } = await this.node.delivered(hash);
    const expected = `${step.delivered.codespace} ${step.delivered.code}`;
    return { step: `step ${step.step} delivered`, expected, got: `${codespace} ${code}` };
  }

  private async sign(step: Step): Promise<Uint8Array> {
    const recorded = decodeTx(Uint8Array.from(Buffer.from(step.tx ?? "", "base64")));
    if (!recorded.ok) throw new Error(`step ${step.step}: recorded bytes do not decode`);
    const { body, authInfo } = recorded.tx;
    const owner = actorOf(step.actor ?? "");
    const signer = actorOf(step.signer ?? step.actor ?? "");
    const account = await this.accountOf(owner.address);
    this.lastSequence = account.sequence;
    const messages = body.messages.map((any) => {
      const decoded = decodeAny(any);
      if (decoded === undefined) throw new Error(`step ${step.step}: unknown ${any.typeUrl}`);
      return encodeAny(any.typeUrl, this.shiftHeights(decoded.value) as object);
    });
    return signTx({
      messages,
      key: signer.key,
      chainId: this.chainId,
      ...account,
      ...authenticatorsOf(body),
      memo: body.memo,
      gasLimit: authInfo.fee?.gasLimit ?? 0n,
      feeAmount: authInfo.fee?.amount ?? [],
    }).txBytes;
  }

  /** Committed account; its sequence moved on by what it has in the mempool. */
  private async accountOf(address: string): Promise<{ accountNumber: bigint; sequence: bigint }> {
    const { accountNumber, sequence } = await this.node.account(address);
    const used = this.nextSequences.get(address) ?? 0n;
    return { accountNumber, sequence: used > sequence ? used : sequence };
  }

  private countSequence(actor: string): void {
    this.nextSequences.set(actorOf(actor).address, this.lastSequence + 1n);
  }

  /** Copies a message with every good-til block and time moved to the live chain's. */
  private shiftHeights(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.shiftHeights(item));
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.shiftMember(key, item, value)]),
    );
  }

  private shiftMember(key: string, item: unknown, context: object): unknown {
    if (typeof item !== "number" || item === 0) return this.shiftHeights(item);
    if (key === GOOD_TIL_BLOCK) return this.shifted(key, context, item + this.shift);
    if (key === GOOD_TIL_TIME) return this.shifted(key, context, item + this.shiftSeconds);
    return item;
  }

  /** The value that this member of this very message got before, or `value` from now on. */
  private shifted(key: string, context: object, value: number): number {
    const text = JSON.stringify(context, (_key, v: unknown) =>
      typeof v === "bigint" ? String(v) : v,
    );
    const place = `${key} ${text}`;
    const before = this.placed.get(place);
    if (before !== undefined) return before;
    this.placed.set(place, value);
    return value;
  }
}
