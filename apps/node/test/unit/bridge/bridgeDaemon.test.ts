import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bridge } from "@perpetua/protocol";
import { createSilentLogger } from "@perpetua/telemetry";
import { Recording } from "@perpetua/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { Chain } from "../../../src/chain/chain.js";
import { parseBridgeLog } from "../../../src/daemons/bridge/bridgeLog.js";
import type { EthereumLog } from "../../../src/daemons/bridge/ethereumRpc.js";
import { BridgeDaemon } from "../../../src/daemons/bridge/index.js";
import { RecognizedEvents } from "../../../src/daemons/bridge/recognizedEvents.js";
import { nodeService } from "../../../src/rpc/lcd/nodeService.js";
import type { TxIndex } from "../../../src/rpc/txIndex.js";

const ADDRESS = "0xf75012c350e4ad55be2048bd67ce6e03b20de82d";

function recordedLogs(): EthereumLog[] {
  const step = new Recording().steps().find((s) => s.ethereumLogs !== undefined);
  return step?.ethereumLogs as EthereumLog[];
}

/** Bridge queries look up no transactions. */
const NO_INDEX = {} as TxIndex;

const servers: Server[] = [];

/** A local Ethereum node: answers the three calls over real HTTP. */
async function ethereumNode(answers: Record<string, unknown>): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      const result = answers[method];
      const answer = result === undefined ? { error: { message: `no ${method}` } } : { result };
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** As much of a chain as the daemon reads: the recorded network's parameters, nothing skipped. */
function chainAt(seconds: number): Chain {
  const params = {
    event: { denom: "adv4tnt", ethChainId: 11_155_111n, ethAddress: ADDRESS },
    propose: {
      maxBridgesPerBlock: 10,
      proposeDelayDuration: { seconds: 3n, nanos: 0 },
      skipRatePpm: 0,
      skipIfBlockDelayedByDuration: { seconds: 5n, nanos: 0 },
    },
    safety: { isDisabled: false, delayBlocks: 30 },
    acknowledged: { nextId: 5, ethBlockHeight: 4_322_136n },
  };
  const exchange = { header: { seconds }, bridgeParams: () => params };
  return { exchange } as unknown as Chain;
}

const CALLS = {
  eth_chainId: "0xaa36a7",
  eth_getBlockByNumber: { number: "0x420000" },
};

describe("bridge daemon", () => {
  it("reads the recorded logs as the network did", () => {
    const events = recordedLogs().map((log) => parseBridgeLog(log, "adv4tnt"));
    expect(events.map((e) => e.id)).toEqual([5, 6, 7]);
    expect(events[0]?.coin).toEqual({ denom: "adv4tnt", amount: "7000000000000000000" });
    expect(events.every((e) => e.address.startsWith("dydx1"))).toBe(true);
  });

  it("proposes events only after the delay, from a server that speaks JSON-RPC", async () => {
    const now = 1_800_000_000_000;
    const url = await ethereumNode({ ...CALLS, eth_getLogs: recordedLogs() });
    const daemon = new BridgeDaemon(chainAt(now / 1_000), url, createSilentLogger());
    await daemon.poll(now - 4_000);
    expect(daemon.trouble).toBeUndefined();
    expect(daemon.toPropose(now, 0).map((e) => e.id)).toEqual([5, 6, 7]);
    expect(daemon.toPropose(now - 2_000, 0)).toEqual([]);
  });

  it("answers what it recognised, before the chain acknowledges it", async () => {
    const url = await ethereumNode({ ...CALLS, eth_getLogs: recordedLogs() });
    const chain = chainAt(1_800_000_000);
    const daemon = new BridgeDaemon(chain, url, createSilentLogger());
    const service = nodeService({
      chain,
      index: NO_INDEX,
      priceSource: () => "sim",
      recognizedBridge: () => daemon.recognizedInfo(),
    });
    const nextId = async () => {
      const answer = await service(
        "/dydxprotocol.bridge.Query/RecognizedEventInfo",
        new Uint8Array(),
      );
      return bridge.QueryRecognizedEventInfoResponse.decode(answer?.value ?? new Uint8Array()).info
        ?.nextId;
    };
    expect(await nextId()).toBe(5);
    await daemon.poll();
    expect(await nextId()).toBe(8);
  });

  it("proposes nothing while blocks are late", async () => {
    const now = 1_800_000_000_000;
    const url = await ethereumNode({ ...CALLS, eth_getLogs: recordedLogs() });
    const daemon = new BridgeDaemon(chainAt(now / 1_000 - 10), url, createSilentLogger());
    await daemon.poll(now - 4_000);
    expect(daemon.toPropose(now, 0)).toEqual([]);
  });

  it("names the trouble when Ethereum is another chain or refuses", async () => {
    const wrong = await ethereumNode({ ...CALLS, eth_chainId: "0x1" });
    const daemon = new BridgeDaemon(chainAt(0), wrong, createSilentLogger());
    await daemon.poll();
    expect(daemon.trouble).toContain("Ethereum chain 1, expected 11155111");
    const refusing = new BridgeDaemon(chainAt(0), await ethereumNode(CALLS), createSilentLogger());
    await refusing.poll();
    expect(refusing.trouble).toContain("no eth_getLogs");
  });

  it("app §15 B1: proposes what it has known for longer than the delay", () => {
    const template = recordedLogs().map((log) => parseBridgeLog(log, "adv4tnt"))[0];
    if (template === undefined) throw new Error("no log");
    const now = 1_800_000_000_000;
    const events = new RecognizedEvents();
    events.raiseTo({ nextId: 5, ethBlockHeight: 0n });
    events.add([{ ...template, id: 5 }], now - 90_000);
    events.add([{ ...template, id: 6 }], now - 61_000);
    events.add([{ ...template, id: 7 }], now - 60_000);
    const ids = (delayMs: number) => events.from(5, 10, now - delayMs).map((e) => e.id);
    expect(ids(60_000)).toEqual([5, 6]);
    expect(ids(59_999)).toEqual([5, 6, 7]);
  });

  it("refuses a gap and ignores what it knows", () => {
    const [first, second, third] = recordedLogs().map((log) => parseBridgeLog(log, "adv4tnt"));
    const events = new RecognizedEvents();
    events.raiseTo({ nextId: 5, ethBlockHeight: 0n });
    if (first === undefined || second === undefined || third === undefined) throw new Error("logs");
    expect(() => events.add([second], 0)).toThrow("bridge event 6 came before 5");
    events.add([first, second], 0);
    events.add([second, third], 0);
    expect(events.info.nextId).toBe(8);
  });
});
