import { describe, expect, test } from "vitest";
import {
  bech32,
  bech32Convert,
  bech32Decode,
  codeName,
  codes,
  collateralPoolAddress,
  GOV_MODULE_ADDRESS,
  insuranceFundAddress,
  isBech32Address,
  isIndexerStatefulOrder,
  isKnownOrderFlags,
  isStatefulOrder,
  MEGAVAULT_ADDRESS,
  messageSchemas,
  parentOrderFlags,
  parseEventId,
  sdkErrorTexts,
  vaultAddress,
} from "../../../src/index.js";

test("codes have names, and numbers are unique within a codespace", () => {
  expect(codes.clob.StatefulOrderCollateralizationCheckFailed).toBe(3007);
  expect(codeName("sdk", 32)).toBe("WrongSequence");
  expect(codeName("dydxaccountplus", 104)).toBe("AllOfVerification");
  expect(codeName("nowhere", 1)).toBeUndefined();
  expect(codeName("clob", 38)).toBeUndefined();
  for (const [codespace, table] of Object.entries(codes)) {
    const numbers = Object.values(table);
    expect(new Set(numbers).size, codespace).toBe(numbers.length);
  }
  expect(sdkErrorTexts[32]).toBe("incorrect account sequence");
});

test("order flags", () => {
  expect([0, 32, 64, 128, 256].map(isStatefulOrder)).toEqual([false, true, true, true, true]);
  expect([0, 32, 64, 128, 256].map(isIndexerStatefulOrder)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
  expect([1, 96, -1].map(isKnownOrderFlags)).toEqual([false, false, false]);
  expect(isStatefulOrder(1)).toBe(false);
  expect(parentOrderFlags(256)).toBe(128);
  expect(parentOrderFlags(64)).toBe(64);
});

test("Msgs name their signers, and no field gets lost (wire.md §1.1, §1.3)", () => {
  const withdraw = messageSchemas["dydxprotocol.sending.MsgWithdrawFromSubaccount"];
  expect(withdraw?.signer).toBe("sender.owner");
  expect(messageSchemas["dydxprotocol.clob.MsgProposedOperations"]?.signer).toBeUndefined();
  const own = Object.entries(messageSchemas).filter(([name]) => name.startsWith("dydxprotocol."));
  const fields = own.reduce((sum, [, schema]) => sum + schema.fields.length, 0);
  expect(fields).toBe(895);
});

describe("addresses", () => {
  test("convert between prefixes", () => {
    const operator = bech32Convert(GOV_MODULE_ADDRESS, "dydxvaloper");
    expect(bech32Decode(operator)).toEqual({
      prefix: "dydxvaloper",
      bytes: bech32.decode(GOV_MODULE_ADDRESS).bytes,
    });
  });

  test.each(["", "dydx1", GOV_MODULE_ADDRESS.slice(1), GOV_MODULE_ADDRESS.toUpperCase()])(
    "%j is not an account",
    (text) => {
      expect(isBech32Address(text, "dydx")).toBe(text !== "" && text === text.toUpperCase());
    },
  );

  test("pools, funds and vaults", () => {
    expect(MEGAVAULT_ADDRESS).toBe("dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r");
    expect(collateralPoolAddress()).toBe("dydx1v88c3xv9xyv3eetdx0tvcmq7ung3dywp5upwc6");
    expect(collateralPoolAddress(1)).toBe("dydx1daqtvgfdcsgne505p4cltcwq5cfum94apsgv0c");
    expect(insuranceFundAddress(1)).toBe("dydx1vu2dx7mug9pq0yjuegzm47vztqc64dk0eqfsrw");
    expect(insuranceFundAddress()).toBe("dydx1c7ptc87hkd54e3r7zjy92q29xkq7t79w64slrq");
    expect(vaultAddress(1)).toBe("dydx14rplxdyycc6wxmgl8fggppgq4774l70zt6phkw");
  });

  test("event ids have twelve bytes", () => {
    expect(() => parseEventId(new Uint8Array(11))).toThrow(RangeError);
  });
});
