import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { bech32Encode, moduleAddress } from "@perpetua/protocol";
import { bridgeLog } from "../../support/ethereum.js";
import { until } from "../../support/until.js";
import { NATIVE_DENOM, type Story } from "../world.js";

/** The first event that the genesis does not know. */
const EVENT_ID = 5;
const EVENT_BLOCK = 4_322_200;
const AMOUNT = 7_000_000_123_456_789n;
/** The daemon looks every 30 s; an event waits for 60 s; its completion for 30 blocks. */
const RECOGNISED_MS = 45_000;
const ACKNOWLEDGED_MS = 80_000;
const COMPLETED_MS = 60_000;

interface EventInfo {
  readonly info: { readonly next_id: number };
}

interface DelayedAnswer {
  readonly messages: readonly { readonly block_height: number }[];
}

/** A deposit on Ethereum becomes coins of a new account, once, after the chain's delays. */
export const bridge: Story = async (world, check) => {
  const account = randomBytes(20);
  const address = bech32Encode("dydx", account);
  const path = "/dydxprotocol/v4/bridge";
  const nextId = (kind: string) => async () =>
    (await world.node.rest<EventInfo>(`${path}/${kind}_event_info`)).info.next_id;
  const past = (id: number) => id === EVENT_ID + 1;
  const reserve = () => world.balance(moduleAddress("bridge"), NATIVE_DENOM);
  const before = await reserve();

  await check("a deposit on Ethereum is recognised", async () => {
    assert.equal(await nextId("acknowledged")(), EVENT_ID);
    const event = { id: EVENT_ID, amount: AMOUNT, account, blockNumber: EVENT_BLOCK };
    world.ethereum.publish([bridgeLog(event)]);
    await until("the next id to recognise", nextId("recognized"), past, RECOGNISED_MS);
    return undefined;
  });

  await check("it is acknowledged in a block, and waits", async () => {
    await until("the next id to acknowledge", nextId("acknowledged"), past, ACKNOWLEDGED_MS);
    const query = `${path}/delayed_complete_bridge_messages?address=${address}`;
    const { messages } = await world.node.rest<DelayedAnswer>(query);
    assert.equal(messages.length, 1);
    assert.equal(await world.balance(address, NATIVE_DENOM), 0n);
    return `due at height ${messages[0]?.block_height}`;
  });

  await check("it arrives, out of the bridge's reserve", async () => {
    const read = () => world.balance(address, NATIVE_DENOM);
    await until("the coins", read, (coins) => coins > 0n, COMPLETED_MS);
    assert.equal(await read(), AMOUNT);
    assert.equal(before - (await reserve()), AMOUNT);
    return undefined;
  });
};
