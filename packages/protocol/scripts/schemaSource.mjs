/** Turns descriptors into the sources of src/gen/schema.ts and src/gen/registry.ts. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { maybeSnakeToCamel } = require("ts-proto/build/src/case.js");

const scalarNames = {
  1: "double",
  2: "float",
  3: "int64",
  4: "uint64",
  5: "int32",
  6: "fixed64",
  7: "fixed32",
  8: "bool",
  9: "string",
  12: "bytes",
  13: "uint32",
  15: "sfixed32",
  16: "sfixed64",
  17: "sint32",
  18: "sint64",
};

/** Value of one of the options in perpetua/options.proto, which arrive as unknown fields. */
function option(desc, number) {
  const field = desc.proto.options?.$unknown?.find((unknown) => unknown.no === number);
  if (field === undefined) return undefined;
  if (field.wireType === 0) return field.data[0];
  return new TextDecoder().decode(field.data.subarray(1));
}

const allMessages = (list) => list.flatMap((m) => [m, ...allMessages(m.nestedMessages)]);
const allEnums = (file) => [
  ...file.enums,
  ...allMessages(file.messages).flatMap((message) => message.nestedEnums),
];

/** Name that ts-proto gives to a message or enum: nested names are joined with "_". */
function localName(desc) {
  return desc.parent ? `${localName(desc.parent)}_${desc.name}` : desc.name;
}

function typeOf(field) {
  if (field.fieldKind === "map") {
    const value = field.mapKind === "scalar" ? scalarNames[field.scalar] : "message";
    return {
      type: value,
      of: field.mapKind === "message" ? field.message.typeName : undefined,
      map: scalarNames[field.mapKey],
    };
  }
  const kind = field.fieldKind === "list" ? field.listKind : field.fieldKind;
  if (kind === "scalar") return { type: scalarNames[field.scalar] };
  return { type: kind, of: (kind === "enum" ? field.enum : field.message).typeName };
}

function fieldSource(field) {
  const entry = {
    no: field.number,
    name: field.name,
    key: maybeSnakeToCamel(field.name, { snakeToCamel: ["json", "keys"] }),
    ...typeOf(field),
    repeated: field.fieldKind === "list" ? true : undefined,
    oneof: field.oneof?.name,
    always: option(field, 50001) === 1 ? true : undefined,
    format: { 1: "serializableInt", 2: "legacyDec" }[option(field, 50002)],
  };
  return JSON.stringify(entry);
}

function messageSource(message) {
  const signer = option(message, 50001);
  const head = signer === undefined ? "" : `signer: ${JSON.stringify(signer)}, `;
  const fields = [...message.fields].map((field) => `    ${fieldSource(field)},\n`).join("");
  return `  "${message.typeName}": { ${head}fields: [\n${fields}  ] },\n`;
}

function methodSource(service, method) {
  const entry = {
    request: method.input.typeName,
    response: method.output.typeName,
    rest: option(method, 50001),
    stream: method.methodKind === "server_streaming" ? true : undefined,
  };
  return `  "/${service.typeName}/${method.name}": ${JSON.stringify(entry)},\n`;
}

export function schemaSource(files) {
  const messages = files.flatMap((file) => allMessages(file.messages));
  const enums = files.flatMap(allEnums);
  const methods = files.flatMap((file) =>
    file.services.flatMap((service) => service.methods.map((m) => methodSource(service, m))),
  );
  const enumLines = enums.map((desc) => {
    const values = Object.fromEntries(desc.values.map((value) => [value.number, value.name]));
    return `  "${desc.typeName}": ${JSON.stringify(values)},\n`;
  });
  return [
    'import type { EnumSchema, MessageSchema, MethodSchema } from "../schema/types.js";\n\n',
    "export const messageSchemas: Readonly<Record<string, MessageSchema>> = {\n",
    messages.map(messageSource).join(""),
    "};\n\nexport const enumSchemas: Readonly<Record<string, EnumSchema>> = {\n",
    enumLines.join(""),
    "};\n\nexport const methodSchemas: Readonly<Record<string, MethodSchema>> = {\n",
    methods.join(""),
    "};\n",
  ].join("");
}

export function registrySource(files) {
  const imports = [];
  const entries = [];
  for (const [index, file] of files.entries()) {
    const messages = allMessages(file.messages);
    if (messages.length === 0) continue;
    imports.push(`import * as f${index} from "./${file.name}.js";\n`);
    for (const message of messages) {
      entries.push(`  "${message.typeName}": f${index}.${localName(message)},\n`);
    }
  }
  return [
    'import type { MessageCodec } from "../schema/types.js";\n',
    ...imports,
    "\n/** Codec of every message, by full name. */\n",
    "export const codecs: Readonly<Record<string, MessageCodec<object>>> = {\n",
    ...entries,
    "};\n",
  ].join("");
}
