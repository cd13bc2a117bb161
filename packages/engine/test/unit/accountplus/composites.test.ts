import { describe, expect, it } from "vitest";
import { authenticate, validateAuthenticator } from "../../../src/accountplus/index.js";

const KEY = btoa(String.fromCharCode(...Array.from({ length: 33 }, (_, i) => i)));
const signature = { type: "SignatureVerification", config: KEY };
const filter = { type: "MessageFilter", config: btoa("/a.B") };
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const UNREADABLE = "failed to parse sub-authenticators initialization data";

function refusal(value: unknown): string {
  const refused = validateAuthenticator("AllOf", json(value));
  return refused === undefined ? "accepted" : `${refused.codespace} ${refused.code}`;
}

describe("app §14.2 composites", () => {
  it("are arrays of objects with texts in padded base64", () => {
    expect(refusal([signature, filter])).toBe("accepted");
    const bad: unknown[] = [
      { a: 1 },
      "x",
      [1, 2],
      [signature, { ...filter, config: "L2EuQg" }],
      [signature, { ...filter, config: "***" }],
      [signature, { ...filter, config: 5 }],
      [signature, { ...filter, type: 5 }],
      [signature, [filter]],
    ];
    for (const value of bad) {
      expect(validateAuthenticator("AllOf", json(value))?.log, JSON.stringify(value)).toContain(
        UNREADABLE,
      );
    }
    // Absent members are empty: a type that nobody registered.
    expect(validateAuthenticator("AllOf", json([signature, null]))?.log).toContain(
      "type is not registered in manager: : invalid request",
    );
  });

  it("that cannot be read let nothing pass", () => {
    const request = { typeUrl: "/a.B", verify: () => undefined };
    const bytes = Uint8Array.of(0xff, 0xfe);
    expect(authenticate("AllOf", bytes, "1", request)).toMatchObject({
      code: 104,
      log: `${UNREADABLE}: AllOf verification failed`,
    });
    expect(authenticate("AnyOf", bytes, "1", request)).toMatchObject({ code: 105 });
    expect(authenticate("AllOf", json([signature, filter]), "1", request)).toBeUndefined();
  });
});
