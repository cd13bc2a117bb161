import { describe, expect, it } from "vitest";
import { validateAuthenticator } from "../../../src/accountplus/index.js";

interface Tree {
  readonly type: string;
  readonly config: Uint8Array;
}

const leaf = (type: string, config: Uint8Array | string): Tree => ({
  type,
  config: typeof config === "string" ? Buffer.from(config) : config,
});
const composite = (type: string, ...children: Tree[]): Tree =>
  leaf(
    type,
    JSON.stringify(
      children.map((c) => ({ type: c.type, config: Buffer.from(c.config).toString("base64") })),
    ),
  );
const signature = (first: number) =>
  leaf("SignatureVerification", Uint8Array.from([first, ...new Array<number>(32).fill(7)]));
const filter = leaf("MessageFilter", "/dydxprotocol.clob.MsgPlaceOrder");
const judge = ({ type, config }: Tree) => validateAuthenticator(type, config);

describe("app §15 authenticators", () => {
  it("app §15 A1: a path without a signature is unsafe", () => {
    const refused = judge(composite("AnyOf", signature(2), filter));
    expect(refused).toMatchObject({ codespace: "undefined", code: 1 });
  });

  it("app §15 A1: a signature on every path is enough", () => {
    const either = composite("AnyOf", signature(2), signature(3));
    expect(judge(composite("AllOf", either, filter))).toBeUndefined();
    const hole = composite("AnyOf", either, filter);
    expect(judge(composite("AllOf", hole, filter))?.code).toBe(1);
  });
});
