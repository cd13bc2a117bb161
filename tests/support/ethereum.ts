import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Sepolia, as the recorded genesis asks for. */
const CHAIN_ID = "0xaa36a7";

/** A local Ethereum node for the bridge daemon: it has the logs that the scenario gave it so far. */
export class EthereumNode {
  private logs: readonly unknown[] = [];

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
        const { id, method } = JSON.parse(body) as { id: number; method: string };
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: node.answer(method) }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  publish(logs: readonly unknown[]): void {
    this.logs = logs;
  }

  close(): void {
    this.server.close();
  }

  private answer(method: string): unknown {
    if (method === "eth_chainId") return CHAIN_ID;
    if (method === "eth_getBlockByNumber") return { number: "0x420000" };
    return method === "eth_getLogs" ? this.logs : null;
  }
}
