/** What generated codecs read and write with. */
export { BinaryReader, DecodeError } from "./binaryReader.js";
export { BinaryWriter, EMPTY_BYTES } from "./binaryWriter.js";
