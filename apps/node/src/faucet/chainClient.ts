import { AppError } from "@perpetua/telemetry";

export interface ChainAccount {
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

export interface Delivery {
  readonly code: number;
  readonly log: string;
}

const POLL_MS = 100;
const INCLUSION_TIMEOUT_MS = 20_000;

/**
 * The few calls a paying account needs: its account, its chain, broadcasting and waiting for a
 * block.
 */
export class ChainClient {
  constructor(
    private readonly rpcUrl: string,
    private readonly restUrl: string,
    private readonly inclusionTimeoutMs = INCLUSION_TIMEOUT_MS,
  ) {}

  /** The account, or undefined when the chain does not know it. */
  async account(address: string): Promise<ChainAccount | undefined> {
    const response = await fetch(`${this.restUrl}/cosmos/auth/v1beta1/account_info/${address}`);
    if (response.status === 404) return undefined;
    const body = (await response.json()) as {
      info?: { account_number: string; sequence: string };
    };
    if (body.info === undefined) {
      throw new AppError("NODE_ANSWER", "the node did not answer with an account");
    }
    return {
      accountNumber: BigInt(body.info.account_number),
      sequence: BigInt(body.info.sequence),
    };
  }

  async chainId(): Promise<string> {
    const status = await this.call<{ node_info: { network: string } }>("status", {});
    return status.node_info.network;
  }

  async broadcast(tx: Uint8Array): Promise<{ code: number; log: string; hash: string }> {
    return this.call("broadcast_tx_sync", { tx: Buffer.from(tx).toString("base64") });
  }

  /**
   * Waits until a transaction is in a block; a node that does not answer for a while may restart.
   */
  async delivered(hash: string): Promise<Delivery> {
    const deadline = Date.now() + this.inclusionTimeoutMs;
    let cause: unknown;
    const params = { hash: Buffer.from(hash, "hex").toString("base64") };
    while (Date.now() < deadline) {
      try {
        const found = await this.tryCall<{ tx_result: Delivery }>("tx", params);
        if (found !== undefined) return found.tx_result;
      } catch (error) {
        cause = error;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new AppError(
      "NOT_INCLUDED",
      `transaction ${hash} was sent and not seen in a block for ${this.inclusionTimeoutMs} ms`,
      { cause },
    );
  }

  private async call<T>(method: string, params: object): Promise<T> {
    const answer = await this.post<T>(method, params);
    if (answer.result === undefined)
      throw new AppError(
        "NODE_ANSWER",
        `${method}: ${answer.error?.data ?? answer.error?.message}`,
      );
    return answer.result;
  }

  private async tryCall<T>(method: string, params: object): Promise<T | undefined> {
    return (await this.post<T>(method, params)).result;
  }

  private async post<T>(method: string, params: object) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(this.rpcUrl, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(5_000),
    });
    return (await response.json()) as { result?: T; error?: { message: string; data?: string } };
  }
}
