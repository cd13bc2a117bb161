import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeComlink } from "./support/fakeComlink.js";

const A = "dydx19htlnnawf4ksas2avldr7y2jkknu8f52g3dshy";
const account = `address=${A}&subaccountNumber=0`;
const LIMIT = "limit must be a positive integer that is not greater than max: 1000";
const NUMBER = "subaccountNumber must be a non-negative integer less than 128001";
const TYPES = "LIMIT,LIQUIDATED,LIQUIDATION,DELEVERAGED,OFFSETTING,TWAP_SUBORDER";

const entry = (value: unknown, msg: string, param: string, location = "query") =>
  value === undefined ? { msg, param, location } : { value, msg, param, location };

const CASES: readonly (readonly [url: string, errors: readonly object[]])[] = [
  [
    "/v4/orders",
    [
      entry(undefined, "address must be a valid dydx address", "address", "params"),
      entry(
        undefined,
        "Cannot read properties of undefined (reading 'length')",
        "address",
        "params",
      ),
      entry(undefined, NUMBER, "subaccountNumber", "params"),
    ],
  ],
  [
    `/v4/addresses/${A}/subaccountNumber/128001`,
    [entry("128001", NUMBER, "subaccountNumber", "params")],
  ],
  [`/v4/addresses/a-b`, [entry("a-b", "address must be a valid address", "address", "params")]],
  [`/v4/orders?${account}&side=buy`, [entry("buy", "side must be one of BUY,SELL", "side")]],
  ["/v4/orders/123", [entry("123", "Invalid value", "orderId", "params")]],
  [`/v4/fills?${account}&limit=5000`, [entry(5000, LIMIT, "limit")]],
  [`/v4/fills?${account}&limit=`, [entry(0, LIMIT, "limit")]],
  [`/v4/fills?${account}&limit=x`, [entry(null, LIMIT, "limit")]],
  [`/v4/fills?${account}&limit=12abc`, [entry(null, LIMIT, "limit")]],
  [`/v4/fills?${account}&limit=1.5`, [entry(1.5, LIMIT, "limit")]],
  [`/v4/fills?${account}&page=0`, [entry("0", "page must be a non-negative integer", "page")]],
  [
    `/v4/perpetualPositions?${account}&createdBeforeOrAtHeight=null`,
    [
      entry(
        "null",
        "createdBeforeOrAtHeight must be a non-negative integer",
        "createdBeforeOrAtHeight",
      ),
    ],
  ],
  [
    `/v4/fills?${account}&createdBeforeOrAt=1772652061`,
    [entry("1772652061", "Invalid value", "createdBeforeOrAt")],
  ],
  [
    `/v4/fills?${account}&createdBeforeOrAt=2026-01-01T00:00:00+01:00`,
    [entry("2026-01-01T00:00:00 01:00", "Invalid value", "createdBeforeOrAt")],
  ],
  [
    `/v4/fills?${account}&includeTypes=limit,nope`,
    [entry(["LIMIT", "NOPE"], `includeTypes must be one of ${TYPES}`, "includeTypes")],
  ],
  [
    `/v4/perpetualPositions?${account}&status=`,
    [entry([""], "status must be a valid Position Status (OPEN, etc)", "status")],
  ],
  [
    `/v4/orders?${account}&returnLatestOrders=yes`,
    [entry("yes", "Invalid value", "returnLatestOrders")],
  ],
  [
    `/v4/orders?${account}&ticker=NOPE-USD`,
    [entry("NOPE-USD", "ticker must be a valid ticker (BTC-USD, etc)", "ticker")],
  ],
  [
    `/v4/fills?${account}&market=BTC-USD`,
    [entry(undefined, "marketType must be provided if market is provided", "marketType")],
  ],
  [
    `/v4/fills?${account}&marketType=PERPETUAL`,
    [entry(undefined, "market must be provided if marketType is provided", "market")],
  ],
  [
    "/v4/vault/v1/megavault/historicalPnl?resolution=week",
    [entry("week", "type must be one of hour,day", "resolution")],
  ],
  ["/v4/screen", [entry(undefined, "Invalid value", "address")]],
  ["/v4/trader/search", [entry(undefined, "searchParam is required", "searchParam")]],
  [
    "/v4/affiliates/snapshot?addressFilter=",
    [
      entry(
        "",
        "addressFilter must be a non-empy array of comma separated strings",
        "addressFilter",
      ),
    ],
  ],
  [
    "/v4/perpetualMarkets?ticker=BTC-USD&market=BTC-USD",
    [{ msg: "Only one of ticker or market may be provided" }],
  ],
];

describe("request validation (api.md §0.7, §0.9)", () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await fakeComlink();
  });
  afterAll(() => app.close());

  it.each(CASES)("%s", async (url, errors) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ errors });
  });

  it("writes the keys of an entry in the reference's order", async () => {
    const answer = await app.inject(`/v4/orders?${account}&side=buy`);
    expect(answer.body).toBe(
      '{"errors":[{"value":"buy","msg":"side must be one of BUY,SELL","param":"side","location":"query"}]}',
    );
  });

  it.each([
    `/v4/fills?${account}&includeTypes=limit&includeTypes=LIQUIDATED`,
    `/v4/fills?${account}&includeTypes[]=limit`,
    `/v4/fills?${account}&limit=0010&page=01`,
    `/v4/fills?${account}&limit=1e2`,
    `/v4/fills?${account}&createdBeforeOrAt=2026`,
    `/v4/fills?${account}&createdBeforeOrAt=20260304`,
    `/v4/fills?${account}&createdBeforeOrAt=20260304T192100Z`,
    `/v4/fills?${account}&createdBeforeOrAt=2026-03-04T19:21:00z`,
    `/v4/fills?${account}&createdBeforeOrAt=2026-03-04T19:21:00.108Z`,
    `/v4/fills?${account}&ticker=BTC-USD&tickerType=PERPETUAL`,
    `/v4/fundingPayments?${account}&showZeroPayments=True&afterOrAt=x`,
    `/v4/orders/parentSubaccountNumber?address=${A}&parentSubaccountNumber=127`,
  ])("accepts %s", async (url) => {
    expect((await app.inject(url)).statusCode).toBe(200);
  });

  it("has three messages for a missing field of a push token", async () => {
    const answer = await app.inject({
      method: "POST",
      url: `/v4/addresses/${A}/registerToken`,
      payload: { token: "", language: "xx" },
    });
    const { errors } = answer.json() as { errors: { msg: string; param: string }[] };
    const messages = (name: string) => errors.filter((e) => e.param === name).map((e) => e.msg);
    expect(messages("token")).toEqual(["Token cannot be empty"]);
    expect(messages("message")).toEqual([
      "message is required",
      "message must be a string",
      "message cannot be empty",
    ]);
    expect(messages("language")).toEqual(["Invalid language code"]);
  });
});
