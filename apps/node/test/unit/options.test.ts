import { describe, expect, it } from "vitest";
import { readCommandLine } from "../../src/env.js";
import { exchangesOptions } from "../../src/options/exchanges.js";
import { faucetOptions } from "../../src/options/faucet.js";
import { nodeOptions } from "../../src/options/node.js";

describe("command line", () => {
  it("lets a flag beat the environment", () => {
    process.env.BLOCK_INTERVAL_MS = "700";
    const read = (...args: string[]) => readCommandLine(args).environment.BLOCK_INTERVAL_MS;
    expect(read("start")).toBe("700");
    expect(read("start", "--block-interval-ms", "90")).toBe("90");
    expect(read("start", "--block-interval-ms=80")).toBe("80");
    delete process.env.BLOCK_INTERVAL_MS;
  });

  it("knows its command, words and help", () => {
    expect(readCommandLine(["faucet", "x", "--help"])).toMatchObject({
      command: "faucet",
      words: ["x"],
      help: true,
    });
    expect(readCommandLine([]).command).toBeUndefined();
  });
});

describe("node options", () => {
  it("has the contract's defaults", () => {
    const options = nodeOptions({});
    expect(options).toMatchObject({
      bind: "127.0.0.1",
      prices: "auto",
      kafkaBrokers: [],
      blockIntervalMs: 500,
      ports: { rpc: 26657, rest: 1317, grpc: 9090, streaming: 9092, ops: 9100 },
    });
  });

  it("moves every port by the offset", () => {
    expect(nodeOptions({ PERPETUA_PORT_OFFSET: "10000" }).ports).toMatchObject({
      rpc: 36657,
      rest: 11317,
      ops: 19100,
    });
  });

  it.each([
    [{ BLOCK_INTERVAL_MS: "fast" }, "BLOCK_INTERVAL_MS must be a whole number"],
    [{ PERPETUA_PRICES: "guess" }, "PERPETUA_PRICES must be sim, live, auto or file:PATH"],
    [{ PERPETUA_EXCHANGES_URL: "ftp://x" }, "PERPETUA_EXCHANGES_URL must be an http(s) URL"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [{ PERPETUA_EPOCHS: "slow" }, "PERPETUA_EPOCHS"],
  ])("refuses %j by name and rule", (environment, text) => {
    expect(() => nodeOptions(environment)).toThrow(text);
  });
});

describe("options of the other commands", () => {
  it("tries the local faucet's account first, or only the one given", () => {
    expect(faucetOptions({}).mnemonics).toHaveLength(2);
    expect(faucetOptions({ FAUCET_MNEMONIC: "a b c" }).mnemonics).toEqual(["a b c"]);
    expect(() => faucetOptions({ FAUCET_MAX_USDC: "-1" })).toThrow("FAUCET_MAX_USDC");
  });

  it("refuses a port of the exchanges that is none", () => {
    expect(exchangesOptions({}).port).toBe(3010);
    expect(() => exchangesOptions({ EXCHANGES_PORT: "x" })).toThrow("EXCHANGES_PORT");
  });
});
