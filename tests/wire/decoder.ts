import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import protobufjs from "protobufjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const FILES = ["events", "indexer_manager", "off_chain_updates", "redis", "socks"];

/** protobufjs over the `.proto` files: shares the schema with our codecs and no code. */
const space = new protobufjs.Root();
space.resolvePath = (_origin, target) =>
  target.startsWith("google/protobuf/")
    ? `${root}node_modules/protobufjs/${target}`
    : `${root}packages/protocol/proto/${target}`;
space.loadSync(FILES.map((name) => `dydxprotocol/indexer/${name}/types.proto`));

/** A message as protobufjs gives it: 64-bit numbers as text, bytes as they are. */
export type Decoded = Readonly<Record<string, unknown>>;

/**
 * Decodes a message of `dydxprotocol.indexer.<name>`. Encoded again it must be as long and mean the
 * same: an unknown field or a default that was written out would be lost. The order of fields is
 * the recordings' to judge (the chain writes a oneof's member last, protobufjs does not).
 */
export function decode(name: string, bytes: Uint8Array): Decoded {
  const type = space.lookupType(`dydxprotocol.indexer.${name}`);
  const message = type.decode(bytes);
  const again = type.encode(message).finish();
  const text = Buffer.from(bytes).toString("hex");
  assert.equal(again.length, bytes.length, `${name} ${text} holds more than its schema`);
  const options = { longs: String, enums: String };
  const decoded = type.toObject(message, options);
  assert.deepEqual(type.toObject(type.decode(again), options), decoded, `${name} ${text}`);
  return decoded;
}
