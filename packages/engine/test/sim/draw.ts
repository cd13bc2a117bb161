import { codecs, encodeSerializableInt } from "@perpetua/protocol";
import type { SimAccount, SimMessage } from "./accounts.js";
import type { SimView } from "./orders.js";

/** A message and who has to sign it, when that is not whoever was asked. */
export type Drawn = SimMessage & { readonly by?: SimAccount };

/** A way to make one message of a transaction that `signer` signs. */
export type Draw = (v: SimView, signer: SimAccount) => Drawn;

/** Draws by weight with their names. */
export type Weighted = readonly (readonly [weight: number, named: readonly [string, Draw]])[];

interface PartialCodec {
  fromPartial(partial: object): object;
  encode(message: object): { finish(): Uint8Array };
}

/** A message from the members that matter; the others keep their defaults. */
export function messageOf(typeName: string, partial: object): SimMessage {
  return { typeUrl: `/${typeName}`, value: encodePartial(typeName, partial) };
}

/**
 * One of `owners` that is a user, most of the time; else whoever was asked. Things that exist are
 * rare among many users.
 */
export function oneOf(v: SimView, owners: readonly string[], asked: SimAccount): SimAccount {
  if (owners.length === 0 || v.rng.chance(100)) return asked;
  const owner = v.rng.pick(owners);
  return v.accounts.find(({ address }) => address === owner) ?? asked;
}

export function encodePartial(typeName: string, partial: object): Uint8Array {
  const codec = codecs[typeName] as PartialCodec | undefined;
  if (codec === undefined) throw new Error(`no codec of ${typeName}`);
  return codec.encode(codec.fromPartial(partial)).finish();
}

/** Amounts around what people have, and the edges of the type. */
export function amount({ rng }: SimView): bigint {
  return rng.weighted([
    [10, BigInt(rng.between(1, 5_000)) * 1_000_000n],
    [5, rng.big(36)],
    [1, rng.pick([0n, 1n, (1n << 64n) - 1n, 1n << 63n])],
  ] as const);
}

/** A big integer as bytes; now and then negative, huge, empty or malformed. */
export function serializable({ rng }: SimView, value: bigint): Uint8Array {
  if (rng.chance(940)) return encodeSerializableInt(value);
  return rng.pick([
    new Uint8Array(),
    encodeSerializableInt(-value),
    encodeSerializableInt(1n << 255n),
    rng.bytes(rng.between(1, 40)),
  ]);
}
