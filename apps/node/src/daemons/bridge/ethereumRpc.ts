import { AppError } from "@perpetua/telemetry";

const TIMEOUT_MS = 10_000;

/** A log of `eth_getLogs`, as far as the bridge reads it; all values are 0x-hex. */
export interface EthereumLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
}

/** The three JSON-RPC calls of an Ethereum node that the bridge daemon needs. */
export class EthereumRpc {
  private nextId = 1;

  constructor(private readonly url: string) {}

  async chainId(): Promise<bigint> {
    return BigInt(await this.call<string>("eth_chainId", []));
  }

  /** Height of the latest finalised block. */
  async finalizedHeight(): Promise<bigint> {
    const block = await this.call<{ number: string }>("eth_getBlockByNumber", ["finalized", false]);
    return BigInt(block.number);
  }

  logs(filter: {
    readonly fromBlock: string;
    readonly toBlock: string;
    readonly address: string;
    readonly topics: readonly (string | readonly string[])[];
  }): Promise<EthereumLog[]> {
    return this.call<EthereumLog[]>("eth_getLogs", [filter]);
  }

  private async call<T>(method: string, params: readonly unknown[]): Promise<T> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: this.nextId++, method, params });
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new AppError("ETH_RPC", `${method}: HTTP ${response.status}`);
    const answer = (await response.json()) as { result?: T; error?: { message?: string } };
    if (answer.result === undefined || answer.result === null) {
      throw new AppError("ETH_RPC", `${method}: ${answer.error?.message ?? "no result"}`);
    }
    return answer.result;
  }
}
