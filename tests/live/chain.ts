/** What a scenario needs of a node: its RPC and one REST path. */
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
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const now = (await this.tip()).height;
      if (now >= height) return now;
      if (Date.now() > deadline) throw new Error(`height ${height} not reached, at ${now}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async account(address: string): Promise<{ accountNumber: bigint; sequence: bigint }> {
    const response = await fetch(`${this.restUrl}/cosmos/auth/v1beta1/account_info/${address}`);
    const body = (await response.json()) as { info?: { account_number: string; sequence: string } };
    const { account_number = "0", sequence = "0" } = body.info ?? {};
    return { accountNumber: BigInt(account_number), sequence: BigInt(sequence) };
  }

  broadcast(tx: Uint8Array): Promise<RpcAnswer<Broadcast>> {
    return this.call("broadcast_tx_sync", { tx: Buffer.from(tx).toString("base64") });
  }

  /** The delivered result, once the transaction is in a block. */
  async delivered(hash: string, timeoutMs = 20_000): Promise<{ code: number; codespace: string }> {
    const deadline = Date.now() + timeoutMs;
    const params = { hash: Buffer.from(hash, "hex").toString("base64") };
    for (;;) {
      const { result } = await this.call<{ tx_result: { code: number; codespace: string } }>(
        "tx",
        params,
      );
      if (result !== undefined) return result.tx_result;
      if (Date.now() > deadline) throw new Error(`transaction ${hash} is in no block`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
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

interface Status {
  readonly sync_info: {
    readonly latest_block_height: string;
    readonly latest_block_time: string;
  };
}
