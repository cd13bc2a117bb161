import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeComlink } from "./support/fakeComlink.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe("headers of every answer (api.md §0.2)", () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await fakeComlink();
  });
  afterAll(() => app.close());

  it("gives example E2", async () => {
    const answer = await app.inject("/v4/time");
    expect(answer.json()).toEqual({ iso: "2026-03-04T19:21:01.250Z", epoch: 1772652061.25 });
    expect(answer.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-cache, no-store, no-transform",
      "access-control-allow-origin": "*",
    });
    expect(answer.headers["x-request-id"]).toMatch(UUID);
    expect(answer.headers["x-response-time"]).toMatch(/^\d+\.\d{3}$/);
    expect(answer.headers.etag).toMatch(/^W\/"[0-9a-f]+-[A-Za-z0-9+/]{27}"$/);
    expect(answer.headers).not.toHaveProperty("ratelimit-limit");
  });

  it("echoes the caller's request id and geo headers", async () => {
    const headers = {
      "x-request-id": "mine",
      "geo-origin-country": "CH",
      "geo-origin-status": "ok",
    };
    const answer = await app.inject({ url: "/v4/time", headers });
    expect(answer.headers).toMatchObject(headers);
  });

  it("answers 304 to a matching tag, with an empty body", async () => {
    const { etag } = (await app.inject("/v4/time")).headers;
    const again = await app.inject({ url: "/v4/time", headers: { "if-none-match": String(etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe("");
  });

  it("answers preflights on any path with 200 and the headers asked for", async () => {
    const answer = await app.inject({
      method: "OPTIONS",
      url: "/anything",
      headers: { "access-control-request-headers": "content-type,x-y" },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe("");
    expect(answer.headers).toMatchObject({
      "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
      "access-control-allow-headers": "content-type,x-y",
      vary: "Access-Control-Request-Headers",
    });
  });

  it.each([
    ["GET", "/v4/nope"],
    ["POST", "/v4/time"],
    ["DELETE", "/v4/orders"],
    ["GET", "/v4/turnkey/signin"],
    ["POST", "/v4/compliance/setStatus"],
  ] as const)("%s %s is an unknown route", async (method, url) => {
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toBe('{"error":"Not Found","errorCode":404}');
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
  });

  it("ignores case and a trailing slash in paths, and unknown parameters", async () => {
    for (const url of ["/V4/Time/", "/v4/time?x=1", "/v4/TIME"]) {
      expect((await app.inject(url)).statusCode, url).toBe(200);
    }
  });

  it("works with HEAD wherever it works with GET", async () => {
    const answer = await app.inject({ method: "HEAD", url: "/v4/time" });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe("");
  });

  it("serves health, the document and the page over it", async () => {
    expect((await app.inject("/health")).json()).toEqual({ ok: true });
    expect((await app.inject("/openapi.json")).json()).toMatchObject({ openapi: "3.1.0" });
    const page = await app.inject("/docs");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.body).toContain("/openapi.json");
  });

  it("answers malformed JSON with the framework's HTML page", async () => {
    const answer = await app.inject({
      method: "POST",
      url: "/v4/compliance/geoblock",
      headers: { "content-type": "application/json" },
      payload: "{",
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toMatch(/^text\/html/);
  });

  it("serves tRPC with the same headers", async () => {
    const answer = await app.inject("/trpc/system.time");
    expect(answer.json()).toMatchObject({ result: { data: { epoch: 1772652061.25 } } });
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    const batch = await app.inject("/trpc/system.time,system.time?batch=1&input=%7B%7D");
    expect(batch.json()).toHaveLength(2);
  });
});

describe("failures", () => {
  it("are a 500 that tells nothing", async () => {
    const app = await fakeComlink({
      query: () => {
        throw new Error("secret");
      },
    });
    const answer = await app.inject("/v4/height");
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toBe('{"errors":[{"msg":"Internal Server Error"}]}');
    const procedure = await app.inject("/trpc/system.height");
    expect(procedure.json()).not.toHaveProperty("error.data.stack");
    await app.close();
  });

  it("are not kept, while good answers to public questions are shared", async () => {
    let queries = 0;
    const app = await fakeComlink({
      reuseAnswers: true,
      query: () => {
        queries += 1;
        if (queries === 1) throw new Error("down");
        return [];
      },
    });
    const url = "/v4/candles/perpetualMarkets/BTC-USD?resolution=1MIN";
    expect((await app.inject(url)).statusCode).toBe(500);
    const answers = await Promise.all([1, 2, 3, 4].map(() => app.inject(url)));
    expect(answers.map((answer) => answer.body)).toEqual(Array(4).fill('{"candles":[]}'));
    expect(queries).toBe(2);
    await app.close();
  });
});

describe("rate limits (api.md §2.1)", () => {
  it("gives example E41, without Cache-Control", async () => {
    const limiter = {
      count: async () => ({ limit: 100, remaining: 0, msToReset: 7061, isExceeded: true }),
    };
    const app = await fakeComlink({ limiter });
    const before = Date.now();
    const headers = { "x-forwarded-for": "203.0.113.9, 10.0.0.1" };
    const answer = await app.inject({ url: "/v4/time", headers });
    expect(answer.statusCode).toBe(429);
    expect(answer.body).toBe('{"errors":[{"msg":"Too many requests"}]}');
    expect(answer.headers).toMatchObject({
      "ratelimit-limit": "100",
      "ratelimit-remaining": "0",
      "retry-after": "7061",
    });
    expect(Number(answer.headers["ratelimit-reset"])).toBeGreaterThanOrEqual(before + 7061);
    expect(answer.headers).not.toHaveProperty("cache-control");
    expect((await app.inject("/v4/time")).statusCode).toBe(200);
    await app.close();
  });
});

describe("compliance (api.md §2.2)", () => {
  const status = (value: string) => (text: string) =>
    text.includes("compliance_status")
      ? [{ status: value, reason: null, updatedAt: "2026-01-01T00:00:00.000Z" }]
      : [];
  const url = "/v4/fills?address=dydx1x&subaccountNumber=0";

  it("refuses restricted places, but neither market data nor an ok origin", async () => {
    const app = await fakeComlink({ settings: { geoBlocking: true } });
    const refused = await app.inject(url);
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ errors: [{ code: "GEOBLOCKED" }] });
    const headers = { "geo-origin-status": "ok" };
    expect((await app.inject({ url, headers })).statusCode).toBe(200);
    const market = "/v4/trades/perpetualMarket/BTC-USD";
    expect((await app.inject(market)).statusCode).toBe(200);
    await app.close();
  });

  it("refuses blocked addresses everywhere and lets close-only ones pass everywhere", async () => {
    const blocked = await fakeComlink({ query: status("BLOCKED") });
    expect((await blocked.inject(url)).json()).toMatchObject({
      errors: [{ code: "COMPLIANCE_BLOCKED" }],
    });
    await blocked.close();
    const closeOnly = await fakeComlink({
      query: status("CLOSE_ONLY"),
      settings: { geoBlocking: true },
    });
    expect((await closeOnly.inject(url)).statusCode).toBe(200);
    await closeOnly.close();
  });

  it("lets allow-listed addresses and internal callers pass", async () => {
    const app = await fakeComlink({
      query: status("BLOCKED"),
      settings: { allowedAddresses: new Set(["dydx1x"]), internalIps: new Set(["10.1.1.1"]) },
    });
    expect((await app.inject(url)).statusCode).toBe(200);
    const other = url.replace("dydx1x", "dydx1y");
    expect((await app.inject(other)).statusCode).toBe(403);
    const headers = { "cf-connecting-ip": "10.1.1.1" };
    expect((await app.inject({ url: other, headers })).statusCode).toBe(200);
    await app.close();
  });
});

describe("bodies and addresses that the framework cannot read (api.md §0.9)", () => {
  const url = "/v4/compliance/geoblock-keplr";
  const headers = (type: string) => ({ "content-type": type });

  it.each([
    ["an empty JSON text", "application/json", ""],
    ["a form", "application/x-www-form-urlencoded", "address=x"],
    ["plain text", "text/plain", '{"address":"x"}'],
    ["no known type", "application/octet-stream", "x"],
  ])("%s has no fields", async (_, type, payload) => {
    const app = await fakeComlink();
    const answer = await app.inject({ method: "POST", url, headers: headers(type), payload });
    await app.close();
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json<{ errors: { param: string }[] }>();
    expect(errors[0]).toEqual({
      msg: "address must be a valid string",
      param: "address",
      location: "body",
    });
  });

  it("a path that cannot be decoded gets the framework's page, with our headers", async () => {
    const app = await fakeComlink();
    const answer = await app.inject("/v4/addresses/%ZZ");
    await app.close();
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.body).toContain("Failed to decode param");
  });
});
