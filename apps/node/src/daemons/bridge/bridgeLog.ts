import { ACCOUNT_PREFIX, bech32Encode, type bridge } from "@perpetua/protocol";
import { AppError } from "@perpetua/telemetry";
import type { EthereumLog } from "./ethereumRpc.js";

/** Topic of the bridge contract's event (app.md §4.6). */
export const BRIDGE_TOPIC = "0x498a04382650bc110983392ed12ab27595af8ece270a344fc70d773d2481043a";

const WORD_BYTES = 32;
const MIN_ADDRESS_BYTES = 20;
const MAX_ADDRESS_BYTES = 32;
/**
 * Words of the event's data: amount, sender, offset of the account bytes, offset of extra bytes.
 */
const AMOUNT_WORD = 0;
const ACCOUNT_OFFSET_WORD = 2;

/** 32 bytes of 0x-hex, as topics carry numbers. */
export function topicOf(id: number): string {
  return `0x${id.toString(16).padStart(2 * WORD_BYTES, "0")}`;
}

/**
 * Reads a bridge event from its log: id from the topic, amount and account from the ABI-encoded
 * data.
 */
export function parseBridgeLog(log: EthereumLog, denom: string): bridge.BridgeEvent {
  const data = Buffer.from(log.data.replace(/^0x/, ""), "hex");
  const word = (index: number): bigint => {
    const bytes = data.subarray(index * WORD_BYTES, (index + 1) * WORD_BYTES);
    if (bytes.length !== WORD_BYTES) throw new AppError("ETH_LOG", "bridge log data is too short");
    return BigInt(`0x${bytes.toString("hex")}`);
  };
  const offset = Number(word(ACCOUNT_OFFSET_WORD));
  if (offset % WORD_BYTES !== 0) throw new AppError("ETH_LOG", "bridge log offset is not aligned");
  const length = Number(word(offset / WORD_BYTES));
  const start = offset + WORD_BYTES;
  if (start + length > data.length) throw new AppError("ETH_LOG", "bridge log account is cut off");
  return {
    id: Number(BigInt(log.topics[1] ?? "0x0")),
    coin: { denom, amount: word(AMOUNT_WORD).toString() },
    address: bech32Encode(ACCOUNT_PREFIX, accountBytes(data.subarray(start, start + length))),
    ethBlockHeight: BigInt(log.blockNumber),
  };
}

/** Account bytes padded on the right to 20 bytes, cut off after 32 (app.md §4.6). */
function accountBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= MIN_ADDRESS_BYTES) return bytes.slice(0, MAX_ADDRESS_BYTES);
  const padded = new Uint8Array(MIN_ADDRESS_BYTES);
  padded.set(bytes);
  return padded;
}
