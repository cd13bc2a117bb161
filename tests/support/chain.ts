import { until } from "./until.js";

/** What a suite asks of a node: its RPC and its REST (LCD). */
export class NodeClient {
  constructor(
    private readonly rpcUrl: string,
    private readonly restUrl: string,
  ) {}

  /** Height and unix seconds of the newest block. */
  async tip(): Promise<{ height: number; seconds: number }> {
    const { result } = await this.call<Status>("status", {});
    const { latest_block_height = "0", latest_block_time = "" } = result?.sync_info ?? {};
    return {
      height: Number(latest_block_height),
      seconds: Math.floor(Date.parse(latest_block_time) / 1_000),
    };
  }

  async waitForHeight(height: number, timeoutMs = 120_000): Promise<number> {
    const reached = (now: number) => now >= height;
    const read = async () => (await this.tip()).height;
    return until(`height ${height}`, read, reached, timeoutMs);
  }

  async account(address: string): Promise<{ accountNumber: bigint; sequence: bigint }> {
    const response = await fetch(`${this.restUrl}/cosmos/auth/v1beta1/account_info/${address}`);
    const body = (await response.json()) as { info?: { account_number: string; sequence: string } };
    const { account_number = "0", sequence = "0" } = body.info ?? {};
    return { accountNumber: BigInt(account_number), sequence: BigInt(sequence) };
  }

  /** The body of a REST answer; any status but 200 is an error. */
  async rest<T>(path: string): Promise<T> {
    const response = await fetch(`${this.restUrl}${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  broadcast(tx: Uint8Array): Promise<RpcAnswer<Broadcast>> {
    return this.call("broadcast_tx_sync", { tx: Buffer.from(tx).toString("base64") });
  }

  /** The delivered result, once the transaction is in a block. */
  async delivered(hash: string, timeoutMs = 30_000): Promise<Delivered> {
    const params = { hash: Buffer.from(hash, "hex").toString("base64") };
    const read = async () => (await this.call<TxAnswer>("tx", params)).result;
    const found = (answer: TxAnswer | undefined) => answer !== undefined;
    const answer = await until(`transaction ${hash} in a block`, read, found, timeoutMs);
    const { height, tx_result } = answer as TxAnswer;
    return { ...tx_result, height: Number(height) };
  }

  private async call<T>(method: string, params: object): Promise<RpcAnswer<T>> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(this.rpcUrl, { method: "POST", body });
    return (await response.json()) as RpcAnswer<T>;
  }
}

export interface RpcAnswer<T> {
  readonly result?: T;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string };
}

export interface Broadcast {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly hash: string;
}

export interface Delivered {
  readonly height: number;
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
}

interface TxAnswer {
  readonly height: string;
  readonly tx_result: Omit<Delivered, "height">;
}

interface Status {
  readonly sync_info: {
    readonly latest_block_height: string;
    readonly latest_block_time: string;
  };
}
