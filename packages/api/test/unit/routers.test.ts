import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import {
  ANONYMOUS,
  type ApiDeps,
  allows,
  appRouter,
  createCaller,
  type Principal,
} from "../../src/index.js";

function callerWith(deps: Partial<ApiDeps>, principal: Principal = ANONYMOUS) {
  return createCaller({
    deps: deps as ApiDeps,
    principal,
    ip: undefined,
    geoStatus: undefined,
  });
}

describe("routers", () => {
  it("declare a role for every procedure", () => {
    const procedures = Object.entries(appRouter._def.procedures);
    expect(procedures.length).toBeGreaterThan(45);
    for (const [path, procedure] of procedures) {
      const { meta } = (procedure as unknown as { _def: { meta?: { role?: string } } })._def;
      expect(meta?.role, path).toBe("public");
    }
  });

  it("translate the services' errors and keep their entries", async () => {
    const markets = {
      all: async () => [],
      byTicker: async () => undefined,
      byClobPairId: async () => undefined,
    };
    const error = await callerWith({ markets })
      .candles.list({ ticker: "NOPE-USD", resolution: "1MIN" })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TRPCError);
    expect(error).toMatchObject({
      code: "BAD_REQUEST",
      message: "ticker must be a valid ticker (BTC-USD, etc)",
    });
    const missing = callerWith({ markets }).orderbook.get({ ticker: "NOPE-USD" });
    await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuse malformed input before a service is asked", async () => {
    const asked = callerWith({}).subaccounts.get({ address: "dydx1", subaccountNumber: 128_001 });
    await expect(asked).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("say that there is no faucet", async () => {
    const asked = callerWith({ faucet: undefined }).faucet.nativeToken({ address: "dydx1" });
    await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("order roles by power", () => {
    expect(allows({ role: "public" }, "trader")).toBe(false);
    expect(allows({ role: "operator" }, "trader")).toBe(true);
    expect(allows({ role: "trader" }, "admin")).toBe(false);
  });
});
