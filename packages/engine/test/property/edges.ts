import { encodeSerializableInt, lookupCodec, messageSchemas } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../../src/auth/index.js";
import { NATIVE_DENOM, USDC_DENOM } from "../../src/bank/index.js";
import { ALICE, BOB, VALIDATOR } from "../unit/cosmos/world.js";

/** mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TEXTS = [
  "",
  "x",
  GOV_ADDRESS,
  ALICE,
  BOB,
  VALIDATOR,
  NATIVE_DENOM,
  USDC_DENOM,
  "0",
  "-1",
  "1",
  "340282366920938463463374607431768211456",
  "1.5",
  "BTC-USD",
  "é\u0000",
  "{",
];
const INTS32 = [0, 1, 2, 5, 7, 100, 999_999, 1_000_000, 1_000_001, 2_147_483_647];
const UINTS32 = [...INTS32, 4_294_967_295];
const INTS64 = [0n, 1n, 7n, 10n ** 6n, 10n ** 12n, 2n ** 53n, 2n ** 63n - 1n];
const UINTS64 = [...INTS64, 2n ** 64n - 1n];
const CARRIED = [
  "",
  "/nope.Msg",
  "/cosmos.bank.v1beta1.MsgSend",
  "/cosmos.authz.v1beta1.GenericAuthorization",
  "/cosmos.bank.v1beta1.SendAuthorization",
  "/cosmos.crypto.ed25519.PubKey",
  "/dydxprotocol.perpetuals.MsgSetLiquidityTier",
  "/dydxprotocol.vault.MsgAllocateToVault",
];
const BIG = [0n, 1n, -1n, 10n ** 9n, 2n ** 64n, -(2n ** 64n), 2n ** 255n, -(2n ** 256n)];

/** Random members at the edges of their types, a few levels deep. */
export class Edges {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = generator(seed);
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  message(typeName: string, depth = 0): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const field of messageSchemas[typeName]?.fields ?? []) {
      if (this.random() < 0.15) continue;
      const one = () => this.scalar(field, depth);
      if (field.map !== undefined) continue;
      value[field.key] = field.repeated === true ? this.list(one) : one();
    }
    return value;
  }

  /** A carried message: unknown, malformed, or one more of these. */
  private any(depth: number): { typeUrl: string; value: Uint8Array } {
    const typeUrl = this.pick(CARRIED);
    const codec = lookupCodec(typeUrl);
    if (codec === undefined) return { typeUrl, value: new Uint8Array([255, 255]) };
    const partial = this.message(typeUrl.slice(1), depth + 1);
    return { typeUrl, value: codec.encode(completed(codec, partial)).finish() };
  }

  private list(one: () => unknown): unknown[] {
    return [...Array(this.pick([0, 1, 1, 2, 3])).keys()].map(one);
  }

  private scalar(
    field: { readonly type: string; readonly of?: string; readonly format?: string },
    depth: number,
  ): unknown {
    if (field.format === "serializableInt") return encodeSerializableInt(this.pick(BIG));
    switch (field.type) {
      case "message":
        if (field.of === undefined || depth > 4) return undefined;
        if (field.of === "google.protobuf.Any") return this.any(depth);
        return this.message(field.of, depth + 1);
      case "bool":
        return this.random() < 0.5;
      case "string":
        return this.pick(TEXTS);
      case "bytes":
        return this.pick([new Uint8Array(), new Uint8Array([2]), new Uint8Array(33).fill(7)]);
      case "enum":
        return this.pick([0, 1, 2, 3, 4, 9]);
      case "int32":
      case "sint32":
      case "sfixed32":
        return this.pick([...INTS32, -1, -2_147_483_648]);
      case "uint32":
      case "fixed32":
        return this.pick(UINTS32);
      case "int64":
      case "sint64":
        return this.pick([...INTS64, -1n, -(2n ** 63n)]);
      default:
        return this.pick(UINTS64);
    }
  }
}

/** Generated codecs fill absent members in; the registry's type does not say so. */
export function completed(codec: object, partial: object): object {
  return (codec as { fromPartial(message: object): object }).fromPartial(partial);
}

/** A message as text, for failures. */
export function show(message: object): string {
  return JSON.stringify(message, (_key, v: unknown) =>
    typeof v === "bigint"
      ? `${v}n`
      : v instanceof Uint8Array
        ? `0x${Buffer.from(v).toString("hex")}`
        : v,
  );
}
