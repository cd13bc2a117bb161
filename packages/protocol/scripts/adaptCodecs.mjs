/**
 * Adapts what ts-proto wrote to our own reader and writer (src/wire), which are faster, check
 * 64-bit ranges themselves and bound every nested message. Leftovers fail the generation.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

export function adaptCodecs(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const path = join(entry.parentPath, entry.name);
    const source = readFileSync(path, "utf8");
    if (!source.includes("@bufbuild/protobuf/wire")) continue;
    const up = relative(entry.parentPath, folder).replaceAll("\\", "/");
    writeFileSync(path, adapt(source, `${up}/../wire/index.js`, path));
  }
}

function adapt(source, wire, path) {
  let text = boundMessages(source);
  text = text.replace(/^( *)if \(\s*BigInt\.as(?:Uint|Int)N\(64,[\s\S]*?\n\1\}\n/gm, "");
  text = text.replaceAll("new Uint8Array(0)", "EMPTY_BYTES");
  // ts-proto stops silently at field number 0 or an end of group; our skip refuses both.
  text = text.replaceAll(/^ *if \(\(tag & 7\) === 4 \|\| tag === 0\) \{\n *break;\n *\}\n/gm, "");
  text = text.replaceAll("reader.skip(tag & 7);", "reader.skip(tag);");
  text = writeMapEntries(text);
  const names = ["BinaryReader", "BinaryWriter"];
  if (text.includes("EMPTY_BYTES")) names.push("EMPTY_BYTES");
  text = text.replace(
    /^import \{ .* \} from "@bufbuild\/protobuf\/wire";$/m,
    `import { ${names.join(", ")} } from "${wire}";`,
  );
  for (const leftover of [
    "__tsProto",
    "asUintN",
    "asIntN",
    "@bufbuild",
    "globalThis.Error",
    "tag & 7",
  ]) {
    if (text.includes(leftover)) throw new Error(`${path}: ${leftover} was not adapted`);
  }
  return text;
}

/** Replaces the recursion counter (a property and a `finally` per message) by enter and leave. */
function boundMessages(source) {
  return source.replace(
    /^( *)const previousRecursionDepth = [\s\S]*?\n\1try \{\n.*\n([\s\S]*?)\n\1 {2}return message;\n\1\} finally \{\n.*\n\1\}\n/gm,
    (_, indent, body) => {
      const dedented = body.replaceAll(/^ {2}/gm, "");
      return [
        `${indent}const end = reader.enter(length);\n`,
        `${dedented}\n`,
        `${indent}reader.leave(end);\n`,
        `${indent}return message;\n`,
      ].join("");
    },
  );
}

/** Go writes key and value of a map entry even when they are zero (recorded vote extensions). */
function writeMapEntries(text) {
  return text.replace(
    /^export const \w+Entry: MessageFns<[\s\S]*?^ {4}return writer;$/gm,
    (encoder) =>
      encoder.replace(
        /^ {4}if \(message\.(?:key|value)\b.* (?:!==|===) (?!undefined).*\n {2}(.*)\n {4}\}$/gm,
        "$1",
      ),
  );
}
