import { indexerShared, offChainUpdates } from "@perpetua/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { orderO, VulcanWorld } from "./world.js";

/** What other parts' deaths leave to vulcan: orders told twice, late, or without their removal. */

const Reason = indexerShared.OrderRemovalReason;
const { ORDER_REMOVAL_STATUS_CANCELED: CANCELED } =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus;

let world: VulcanWorld;
beforeAll(async () => {
  world = await VulcanWorld.start();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

test("a node that starts again brings a long-term order back to what the chain has", async () => {
  const longTerm = orderO({}, 64);
  await world.storeRow(longTerm);
  await world.place(longTerm, "OPENED");
  await world.update(longTerm, 0n);
  // Matched by the node that died before a block took the match.
  await world.update(longTerm, 700_000_000n);
  expect(await world.level("50000")).toBe("300000000");
  world.takeSent();
  await world.place(longTerm);
  await world.update(longTerm, 200_000_000n);
  expect(await world.level("50000")).toBe("800000000");
  expect(world.takeSent()).toEqual({
    orders: [],
    levels: [{ bids: [["50000", "0.08"]] }],
    requeued: [],
  });
});

test("an older order whose removal Redis lost leaves nothing behind", async () => {
  const older = orderO({}, 64);
  const newer = orderO({ goodTilBlockTime: 1_800_000_060, subticks: 5_010_000_000n }, 64);
  await world.storeRow(older);
  await world.place(older, "OPENED");
  await world.update(older, 300_000_000n);
  world.takeSent();
  // The node's update of the new order meets the older one.
  await world.update(newer, 0n);
  await world.place(newer, "OPENED");
  expect(await world.level("50000")).toBe("0");
  expect(world.takeSent()).toMatchObject({
    levels: [{ bids: [["50000", "0.1"]] }, { bids: [["50000", "0"]] }],
    requeued: [{ orderUpdate: { totalFilledQuantums: 0n } }],
  });
  await world.update(newer, 0n);
  expect(await world.level("50100")).toBe("1000000000");
});

test("a rebuilt order whose older namesake ender has not removed yet comes to rest once", async () => {
  const older = orderO({}, 64);
  const newer = orderO({ goodTilBlockTime: 1_800_000_060, subticks: 5_010_000_000n }, 64);
  await world.storeRow(older);
  await world.place(older, "OPENED");
  await world.update(older, 0n);
  world.takeSent();
  await world.place(newer);
  await world.update(newer, 0n);
  expect(await world.level("50000")).toBe("1000000000");
  await world.remove(older, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, CANCELED);
  expect(await world.level("50000")).toBe("0");
  world.takeSent();
  await world.place(newer, "OPENED");
  const { requeued } = world.takeSent();
  expect(requeued).toMatchObject([{ orderUpdate: { totalFilledQuantums: 0n } }]);
  await world.update(newer, 0n);
  expect(await world.level("50000")).toBe("0");
  expect(await world.level("50100")).toBe("1000000000");
});
