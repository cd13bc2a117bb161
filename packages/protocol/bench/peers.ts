import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  createFileRegistry,
  type DescMessage,
  fromBinary,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobufjs from "protobufjs";

/** A generator under comparison: decodes and encodes one message type. */
export interface Peer {
  decode(bytes: Uint8Array): unknown;
  encode(message: unknown): Uint8Array;
}

const root = fileURLToPath(new URL("../", import.meta.url));

/** protobuf-es, over descriptors built by buf: the same code that its generated files run. */
export function loadProtobufEs(): (typeName: string) => Peer {
  const buf = fileURLToPath(new URL("../../../node_modules/.bin/buf", import.meta.url));
  const image = execFileSync(buf, ["build", "-o", "-"], { cwd: root, maxBuffer: 2 ** 26 });
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  return (typeName) => {
    const schema = registry.getMessage(typeName) as DescMessage;
    return {
      decode: (bytes) => fromBinary(schema, bytes),
      encode: (message) => toBinary(schema, message as Message),
    };
  };
}

/** protobufjs with reflection, which compiles the same codecs that its static target prints. */
export function loadProtobufJs(files: readonly string[]): (typeName: string) => Peer {
  const space = new protobufjs.Root();
  space.resolvePath = (_origin, target) =>
    target.startsWith("google/protobuf/")
      ? `${root}../../node_modules/protobufjs/${target}`
      : `${root}proto/${target}`;
  space.loadSync([...files]);
  return (typeName) => {
    const type = space.lookupType(typeName);
    return {
      decode: (bytes) => type.decode(bytes),
      encode: (message) => type.encode(message as Record<string, unknown>).finish(),
    };
  };
}
