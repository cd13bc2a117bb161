import type { CandleRow } from "@perpetua/db";
import { encodeValue, MESSAGE_VERSION, type OutgoingMessage, Topic } from "@perpetua/messaging";
import { RESOLUTIONS } from "./resolutions.js";

const WIRE = new Map<string, number>(RESOLUTIONS.map(({ name, wire }) => [name, wire]));

/** The candle as the candles channel shows it: every column but the id. */
export function candleMessage(row: CandleRow, clobPairId: number): OutgoingMessage {
  const { id: _id, startedAt, ...columns } = row;
  const value = encodeValue(Topic.candles, {
    contents: JSON.stringify({ startedAt: startedAt.toISOString(), ...columns }),
    clobPairId: String(clobPairId),
    resolution: WIRE.get(row.resolution) ?? 0,
    version: MESSAGE_VERSION[Topic.candles],
  });
  return { value };
}
