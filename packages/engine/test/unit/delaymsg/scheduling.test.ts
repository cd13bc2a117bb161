import { stats } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { DELAYMSG_ADDRESS } from "../../../src/auth/index.js";
import { delayMessage, nextDelayedMessageId } from "../../../src/delaymsg/index.js";
import { CosmosWorld } from "../cosmos/world.js";

const window = (authority: string, seconds: bigint) => ({
  typeUrl: "/dydxprotocol.stats.MsgUpdateParams",
  value: stats.MsgUpdateParams.encode({
    authority,
    params: { windowDuration: { seconds, nanos: 0 } },
  }).finish(),
});

describe("app part 6: scheduling", () => {
  it("refuses a delay whose block does not fit a uint32 height, and takes nothing", () => {
    const { k } = new CosmosWorld();
    const next = nextDelayedMessageId(k);
    const farthest = 0xffff_ffff - k.header.height;
    expect(delayMessage(k, window(DELAYMSG_ADDRESS, 1n), farthest + 1)).toMatchObject({
      codespace: "delaymsg",
      code: 1,
    });
    expect(nextDelayedMessageId(k)).toBe(next);
    expect(delayMessage(k, window(DELAYMSG_ADDRESS, 1n), farthest)).toBe(next);
  });

  it("runs what is due in order of scheduling", () => {
    const w = new CosmosWorld();
    const { k } = w;
    const ids = [7n, 8n].map((s) => delayMessage(k, window(DELAYMSG_ADDRESS, s), 0));
    expect(ids.every((id) => typeof id === "number")).toBe(true);
    w.block();
    expect(k.stats.windowNs.get()).toBe(8_000_000_000n);
    for (const id of ids) expect(k.delaymsg.messages.has(String(id))).toBe(false);
  });
});
