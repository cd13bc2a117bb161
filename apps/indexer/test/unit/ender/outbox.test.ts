import { Topic } from "@perpetua/messaging";
import { expect, test } from "vitest";
import {
  type BlockEffects,
  decodeEffects,
  encodeEffects,
} from "../../../src/ender/publish/outboxCodec.js";

test("effects survive the outbox byte for byte", () => {
  const effects = {
    topics: [
      {
        topic: Topic.toVulcan,
        messages: [
          {
            key: Uint8Array.of(0, 255, 128),
            value: Uint8Array.of(1, 2),
            headers: { event_type: "StatefulOrderPlacement", message_received_timestamp: "17" },
          },
          { key: Uint8Array.of(), value: Uint8Array.of(), headers: undefined },
        ],
      },
      {
        topic: Topic.trades,
        messages: [{ key: undefined, value: Uint8Array.of(9), headers: undefined }],
      },
    ],
    funding: [
      { kind: "sample" as const, ticker: "BTC-USD", rate: "-0.000125" },
      { kind: "clear" as const, ticker: "ÄÖ-USD" },
    ],
  };
  const decoded = decodeEffects(encodeEffects(effects));
  const plain = ({ topics, funding }: BlockEffects) => ({
    funding,
    topics: topics.map(({ topic, messages }) => ({
      topic,
      messages: messages.map(({ key, value, headers }) => ({
        key: key && [...key],
        value: [...value],
        headers,
      })),
    })),
  });
  expect(plain(decoded)).toEqual(plain(effects));
});
