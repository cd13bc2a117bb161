import { describe, expect, it } from "vitest";
import { readPublicConfig } from "../../src/lib/config/env";
import { connectOrigins, resolveEndpoints } from "../../src/lib/config/publicConfig";

const at = (hostname: string, protocol = "http:") => ({ hostname, protocol });

describe("endpoints", () => {
  it("follow the page's own host name and the port offset", () => {
    const config = readPublicConfig({ NODE_ENV: "test", PERPETUA_PORT_OFFSET: "100" });
    expect(resolveEndpoints(config, at("box.lan"))).toEqual({
      trpc: "http://box.lan:3102/trpc",
      socket: "ws://box.lan:3103/v4/ws",
      rpc: "http://box.lan:26757",
      lcd: "http://box.lan:1417",
      faucet: "http://box.lan:3101",
    });
  });

  it("use TLS when the page does and brackets for IPv6", () => {
    const config = readPublicConfig({ NODE_ENV: "test" });
    expect(resolveEndpoints(config, at("::1", "https:")).socket).toBe("wss://[::1]:3003/v4/ws");
  });

  it("can be replaced one by one, and the faucet switched off", () => {
    const config = readPublicConfig({
      NODE_ENV: "test",
      PERPETUA_WEB_TRPC_URL: "https://api.example/trpc/",
      PERPETUA_WEB_FAUCET_URL: "off",
    });
    const endpoints = resolveEndpoints(config, at("example"));
    expect(endpoints.trpc).toBe("https://api.example/trpc");
    expect(endpoints.faucet).toBeNull();
    expect(connectOrigins(endpoints)).toContain("https://api.example");
  });

  it("name the price source only when it is known", () => {
    const source = (value: string) =>
      readPublicConfig({ NODE_ENV: "test", PERPETUA_PRICES: value }).prices;
    expect(["sim", "live", "auto", "file:/tmp/p.json"].map(source)).toEqual([
      "sim",
      "live",
      null,
      "file",
    ]);
  });
});
