import {
  codecs,
  DELAYMSG_MODULE_ADDRESS,
  encodeSerializableInt,
  enumSchemas,
  GOV_MODULE_ADDRESS,
  messageSchemas,
  moduleAddress,
  toProtoJson,
} from "@perpetua/protocol";
import { messageHandlers } from "../../src/app/messageTable.js";
import { USDC_DENOM } from "./accounts.js";
import { encodePartial } from "./draw.js";
import type { Rng } from "./rng.js";

type FieldSchema = NonNullable<(typeof messageSchemas)[string]>["fields"][number];

/** Names that messages may hold; strings are drawn from here. */
export interface FuzzContext {
  readonly rng: Rng;
  readonly addresses: readonly string[];
  /** Who stands in fields that name the signer. */
  readonly signer: string;
}

const MAX_DEPTH = 6;

/** A message of any type with numbers small, at the edges of their types, and in between. */
export function randomMessage(c: FuzzContext, typeName: string, depth = 0): object {
  const schema = messageSchemas[typeName];
  if (schema === undefined) throw new Error(`no schema of ${typeName}`);
  const out: Record<string, unknown> = {};
  for (const field of schema.fields) {
    if (field.oneof !== undefined && c.rng.chance(500)) continue;
    if (c.rng.chance(40) && field.type !== "message") continue;
    const value = randomField(c, field, depth);
    if (value !== undefined) out[field.key] = value;
  }
  if (depth === 0 && schema.signer !== undefined) setPath(out, schema, typeName, c.signer);
  return out;
}

function randomField(c: FuzzContext, field: FieldSchema, depth: number): unknown {
  if (field.map !== undefined) return undefined;
  if (field.repeated !== true) return randomValue(c, field, depth);
  const count = c.rng.pick([0, 1, 1, 2, 3]);
  const values = Array.from({ length: count }, () => randomValue(c, field, depth));
  return values.filter((v) => v !== undefined);
}

function randomValue(c: FuzzContext, field: FieldSchema, depth: number): unknown {
  const { rng } = c;
  switch (field.type) {
    case "message":
      return randomNested(c, field, depth);
    case "enum": {
      const known = Object.keys(enumSchemas[field.of ?? ""] ?? { 0: "" }).map(Number);
      return rng.chance(950) ? rng.pick(known) : rng.int(20);
    }
    case "bool":
      return rng.chance(500);
    case "string":
      return field.format === "legacyDec" ? String(rng.big(64)) : randomText(c, field);
    case "bytes":
      return field.format === "serializableInt" ? randomInteger(rng) : rng.bytes(rng.int(34));
    case "uint64":
      return rng.weighted([
        [8, BigInt(rng.int(40))],
        [4, rng.big(40)],
        [1, rng.pick([0n, (1n << 64n) - 1n, 1n << 63n])],
      ] as const);
    case "int64":
    case "sint64":
      return rng.weighted([
        [8, BigInt(rng.int(40))],
        [2, -rng.big(40)],
        [1, rng.pick([-(1n << 63n), (1n << 63n) - 1n])],
      ] as const);
    case "int32":
    case "sint32":
      return rng.weighted([
        [8, rng.between(-12, 12)],
        [1, rng.pick([-0x8000_0000, 0x7fff_ffff])],
      ] as const);
    default:
      return rng.weighted([
        [8, rng.int(40)],
        [3, rng.between(0, 1_100_000)],
        [1, rng.pick([0xffff_ffff, 0x8000_0000])],
      ] as const);
  }
}

function randomNested(c: FuzzContext, field: FieldSchema, depth: number): unknown {
  const { rng } = c;
  if (depth >= MAX_DEPTH || rng.chance(30)) return undefined;
  const of = field.of ?? "";
  if (of === "google.protobuf.Any")
    return { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: new Uint8Array() };
  if (of === "google.protobuf.Timestamp")
    return { seconds: 1_700_000_000n + rng.big(20), nanos: rng.int(1000) };
  if (of === "google.protobuf.Duration") return { seconds: rng.big(20), nanos: rng.int(1000) };
  if (codecs[of] === undefined) return undefined;
  return randomMessage(c, of, depth + 1);
}

function randomInteger(rng: Rng): Uint8Array {
  const value = rng.weighted([
    [8, rng.big(40)],
    [1, -rng.big(40)],
    [1, rng.pick([0n, 1n << 64n, 1n << 255n, -(1n << 200n)])],
  ] as const);
  return encodeSerializableInt(value);
}

/** Text that suits the field's name more often than not. */
function randomText(c: FuzzContext, field: FieldSchema): string {
  const { rng } = c;
  const { name } = field;
  if (rng.chance(40)) return rng.pick(["", "x", "dydx1", "-1", "9".repeat(80), "a/b"]);
  if (name.includes("denom")) return rng.pick([USDC_DENOM, "adv4tnt"]);
  if (name.includes("amount") || name.includes("shares")) return String(rng.big(50));
  if (name.includes("ticker") || name === "pair") return `SIM${rng.int(4)}-USD`;
  if (name.includes("module")) return rng.pick(["gov", "bridge", "rewards_treasury", "nothing"]);
  if (name.includes("treasury") || name.includes("vester")) return "rewards_treasury";
  if (name === "exchange_config_json") return "{}";
  return rng.pick(c.addresses);
}

/** Writes the signer where the schema says; only for paths of plain fields. */
function setPath(
  out: Record<string, unknown>,
  schema: { readonly signer?: string },
  typeName: string,
  signer: string,
): void {
  const names = (schema.signer ?? "").split(".");
  let at = out;
  let type = typeName;
  for (const [i, name] of names.entries()) {
    const field = messageSchemas[type]?.fields.find((f) => f.name === name || f.key === name);
    if (field === undefined) return;
    if (field.type === "string") at[field.key] = signer;
    else if (i === names.length - 1) return;
    else {
      const inner: Record<string, unknown> = {};
      if (field.repeated === true) at[field.key] = [inner];
      else at[field.key] ??= inner;
      at = field.repeated === true ? inner : (at[field.key] as Record<string, unknown>);
      type = field.of ?? "";
    }
  }
}

const ALL = [...messageHandlers.keys()].map((typeUrl) => typeUrl.slice(1)).sort();
const INTERNAL = ALL.filter((name) => messageHandlers.get(`/${name}`)?.category === "internal");
const OUTSIDE = ALL.filter((name) => messageHandlers.get(`/${name}`)?.category !== "injected");

/** Any message that the chain knows, signed by `signer`. */
export function fuzzedMessage(c: FuzzContext): { typeUrl: string; value: Uint8Array } {
  const name = c.rng.pick(OUTSIDE);
  return { typeUrl: `/${name}`, value: encodePartial(name, randomMessage(c, name)) };
}

/** A message of governance as proto-JSON for a genesis file. */
export function fuzzedDecision(rng: Rng): Record<string, unknown> {
  const addresses = [GOV_MODULE_ADDRESS, DELAYMSG_MODULE_ADDRESS, moduleAddress("bridge")];
  const c = { rng, addresses, signer: DELAYMSG_MODULE_ADDRESS };
  const name = rng.pick(INTERNAL);
  const codec = codecs[name] as { decode(bytes: Uint8Array): object } | undefined;
  const random = randomMessage(c, name) as { params?: { bondDenom?: string } };
  // Staking has no rule against it and breaks, here and in the SDK.
  if (random.params?.bondDenom !== undefined) random.params.bondDenom = "adv4tnt";
  const message = codec?.decode(encodePartial(name, random)) ?? {};
  return { "@type": `/${name}`, ...toProtoJson(name, message) };
}
