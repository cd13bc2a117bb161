import { describe, expect, test } from "vitest";
import {
  clob,
  completeMessage,
  cosmosTx,
  encodeAny,
  findUnknownField,
  subaccounts,
  vault,
} from "../../../src/index.js";
import { toHex } from "../../vectors/load.js";

const TX_RAW = "cosmos.tx.v1beta1.TxRaw";
const TX_BODY = "cosmos.tx.v1beta1.TxBody";
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("findUnknownField", () => {
  test("names type, number and wire type as the chain does", () => {
    expect(findUnknownField(TX_RAW, bytes(0x7a, 0x00), { strict: true })).toBe(
      'errUnknownField "*tx.TxRaw": {TagNum: 15, WireType:"bytes"}',
    );
  });

  test("ignores non-critical fields unless told to be strict", () => {
    const nonCritical = bytes(0x82, 0x40, 0x00); // field 1024
    expect(findUnknownField(TX_BODY, nonCritical, { strict: false })).toBeUndefined();
    expect(findUnknownField(TX_BODY, nonCritical, { strict: true })).toContain("TagNum: 1024");
  });

  test("looks through Any into messages", () => {
    const order = clob.MsgPlaceOrder.fromPartial({ order: { orderId: { clientId: 1 } } });
    const any = encodeAny("/dydxprotocol.clob.MsgPlaceOrder", order);
    const body = (value: Uint8Array) =>
      cosmosTx.TxBody.encode(
        cosmosTx.TxBody.fromPartial({ messages: [{ typeUrl: any.typeUrl, value }] }),
      ).finish();
    expect(findUnknownField(TX_BODY, body(any.value), { strict: false })).toBeUndefined();
    const extra = bytes(...any.value, 0x7a, 0x00);
    expect(findUnknownField(TX_BODY, body(extra), { strict: false })).toBe(
      'errUnknownField "*types.MsgPlaceOrder": {TagNum: 15, WireType:"bytes"}',
    );
  });

  test("refuses types that nobody registered", () => {
    const body = cosmosTx.TxBody.fromPartial({ messages: [{ typeUrl: "/x.Y" }] });
    const encoded = cosmosTx.TxBody.encode(body).finish();
    expect(findUnknownField(TX_BODY, encoded, { strict: false })).toBe(
      "unable to resolve type URL /x.Y",
    );
  });

  test("refuses a wrong wire type", () => {
    expect(findUnknownField(TX_BODY, bytes(0x10, 0x01), { strict: false })).toBe(
      'Mismatched "*tx.TxBody": {TagNum: 2, GotWireType: "varint" != WantWireType: "bytes"}',
    );
  });

  test("refuses integers of any size that the chain cannot read", () => {
    const name = "dydxprotocol.vault.MsgDepositToMegavault";
    const deposit = (...quoteQuantums: number[]) =>
      vault.MsgDepositToMegavault.encode({
        subaccountId: undefined,
        quoteQuantums: bytes(...quoteQuantums),
      }).finish();
    for (const good of [[], [0x02], [0x02, 0x00], [0x03, 0x05]]) {
      expect(findUnknownField(name, deposit(...good), { strict: true })).toBeUndefined();
    }
    expect(findUnknownField(name, deposit(91, 1), { strict: true })).toBe(
      "Int.GobDecode: encoding version 45 not supported",
    );
  });
});

describe("completeMessage", () => {
  test("adds what the chain always writes", () => {
    const response = subaccounts.QuerySubaccountResponse.fromPartial({
      subaccount: { perpetualPositions: [{ perpetualId: 1 }] },
    });
    const name = "dydxprotocol.subaccounts.QuerySubaccountResponse";
    const complete = completeMessage(name, response);
    const hex = toHex(subaccounts.QuerySubaccountResponse.encode(complete).finish());
    // perpetual_id 1, then quantums, funding_index and quote_balance as `02`.
    expect(hex).toBe("0a0d1a0b08011201021a0102220102");
    expect(toHex(clob.QueryClobPairResponse.encode(emptyClobPair()).finish())).toBe("0a00");
  });
});

function emptyClobPair(): clob.QueryClobPairResponse {
  const empty = clob.QueryClobPairResponse.fromPartial({});
  return completeMessage("dydxprotocol.clob.QueryClobPairResponse", empty);
}
