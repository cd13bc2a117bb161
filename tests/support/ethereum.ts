import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Sepolia, as the recorded genesis asks for. */
const CHAIN_ID = "0xaa36a7";
const BRIDGE_ADDRESS = "0xf75012c350e4ad55be2048bd67ce6e03b20de82d";
const BRIDGE_TOPIC = "0x498a04382650bc110983392ed12ab27595af8ece270a344fc70d773d2481043a";

/**
 * A local Ethereum node for the bridge daemon: it has the logs that the scenario gave it so far.
 */
export class EthereumNode {
  private logs: readonly EthereumLog[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<EthereumNode> {
    const server = createServer();
    const node = new EthereumNode(server);
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const { id, method, params } = JSON.parse(body) as Call;
        const result = node.answer(method, params);
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  publish(logs: readonly unknown[]): void {
    this.logs = logs as readonly EthereumLog[];
  }

  close(): void {
    this.server.close();
  }

  private answer(method: string, params: readonly unknown[]): unknown {
    if (method === "eth_chainId") return CHAIN_ID;
    if (method === "eth_getBlockByNumber") return { number: "0x420000" };
    return method === "eth_getLogs" ? this.logsOf(params[0] as LogFilter) : null;
  }

  /** Those with one of the event ids that are asked for. */
  private logsOf({ topics: [, ids] }: LogFilter): readonly EthereumLog[] {
    return this.logs.filter(({ topics: [, id] }) => id !== undefined && ids.includes(id));
  }
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

interface EthereumLog {
  readonly topics: readonly string[];
}

interface LogFilter {
  readonly topics: readonly [string, readonly string[]];
}

export interface BridgeDeposit {
  readonly id: number;
  readonly amount: bigint;
  readonly account: Uint8Array;
  readonly blockNumber: number;
}

/** The log that the bridge contract writes for a deposit: amount, sender, account, extra bytes. */
export function bridgeLog({ id, amount, account, blockNumber }: BridgeDeposit): unknown {
  const word = (value: bigint | number) => value.toString(16).padStart(64, "0");
  const accountHex = Buffer.from(account).toString("hex").padEnd(64, "0");
  const [accountOffset, extraOffset] = [0x80, 0xc0];
  const head = [word(amount), word(0xabcdefn), word(accountOffset), word(extraOffset)];
  const data = [...head, word(account.length), accountHex, word(0)].join("");
  return {
    address: BRIDGE_ADDRESS,
    topics: [BRIDGE_TOPIC, `0x${word(id)}`],
    data: `0x${data}`,
    blockNumber: `0x${blockNumber.toString(16)}`,
    transactionHash: `0x${word(id)}`,
    transactionIndex: "0x0",
    blockHash: `0x${word(blockNumber)}`,
    logIndex: "0x0",
    removed: false,
  };
}
