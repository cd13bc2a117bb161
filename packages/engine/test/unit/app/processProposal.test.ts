import { bridge, buildInjectedTx, perpetuals, prices } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { processProposal } from "../../../src/app/processProposal.js";
import { type ProposalInputs, prepareProposal } from "../../../src/app/proposal.js";
import { NATIVE_DENOM } from "../../../src/bank/index.js";
import { safetyParams } from "../../../src/bridge/index.js";
import { ALICE, CosmosWorld } from "../cosmos/world.js";

const MAX_BYTES = 1 << 20;
const PRICES = "/dydxprotocol.prices.MsgUpdateMarketPrices";

const event = (id: number, change: object = {}): bridge.BridgeEvent => ({
  id,
  coin: { denom: NATIVE_DENOM, amount: "7" },
  address: ALICE,
  ethBlockHeight: 9n,
  ...change,
});

const pricesTx = (...marketPriceUpdates: { marketId: number; price: bigint }[]) => {
  const message = prices.MsgUpdateMarketPrices.encode({ marketPriceUpdates }).finish();
  return buildInjectedTx({ typeUrl: PRICES, value: message });
};

/** A network that waits for bridge event 5. */
function world(): CosmosWorld {
  const w = new CosmosWorld();
  const { k } = w;
  k.bridge.safetyParams.set({ ...safetyParams(k), isDisabled: false });
  k.bridge.acknowledged.set({ nextId: 5, ethBlockHeight: 8n });
  w.block();
  k.registry.commit();
  return w;
}

const bridgesTx = (events: bridge.BridgeEvent[]) =>
  buildInjectedTx({
    typeUrl: "/dydxprotocol.bridge.MsgAcknowledgeBridges",
    value: bridge.MsgAcknowledgeBridges.encode({ events }).finish(),
  });

/** Proposes with these bridge events and judges the proposal after `change`. */
function judge(
  w: CosmosWorld,
  bridgeEvents: readonly bridge.BridgeEvent[],
  inputs: Partial<ProposalInputs> = {},
  change: (txs: Uint8Array[]) => Uint8Array[] = (txs) => txs,
) {
  const base = { txs: [], maxTxBytes: MAX_BYTES, bridgeEvents };
  const txs = change(prepareProposal(w.k, base));
  const refused = processProposal(w.k, { ...base, ...inputs, txs });
  return refused === undefined ? undefined : `${refused.codespace} ${refused.code}`;
}

describe("app §1.12 proposals", () => {
  it("accepts what an honest proposer makes", () => {
    expect(judge(world(), [])).toBeUndefined();
    expect(judge(world(), [event(5), event(6)])).toBeUndefined();
  });

  it("needs the four injected transactions at their places", () => {
    const w = world();
    expect(judge(w, [], {}, (txs) => txs.slice(1))).toBe("process_proposal 3");
    expect(judge(w, [], {}, (txs) => [...txs].reverse())).toBe("process_proposal 4");
    expect(judge(w, [], {}, (txs) => [Uint8Array.of(255), ...txs])).toBe("process_proposal 1");
    const votes = {
      votes: [
        { perpetualId: 3, premiumPpm: 1 },
        { perpetualId: 1, premiumPpm: 1 },
      ],
    };
    const unsorted = buildInjectedTx({
      typeUrl: "/dydxprotocol.perpetuals.MsgAddPremiumVotes",
      value: perpetuals.MsgAddPremiumVotes.encode(votes).finish(),
    });
    expect(judge(w, [], {}, (txs) => txs.with(-2, unsorted))).toBe("process_proposal 2");
  });

  it.each<[name: string, events: bridge.BridgeEvent[], known: bridge.BridgeEvent[], code: string]>([
    ["not the next id", [event(6)], [event(6)], "bridge 2"],
    ["beyond what is recognised", [event(5), event(6)], [event(5)], "bridge 1"],
    ["not among what is recognised", [event(5)], [event(6)], "bridge 5"],
    ["another amount", [event(5)], [event(5, { address: "dydx1else" })], "bridge 6"],
  ])("bridge events: %s", (_name, events, recognizedBridges, code) => {
    const forged = (txs: Uint8Array[]) => txs.with(-3, bridgesTx(events));
    expect(judge(world(), [], { recognizedBridges }, forged)).toBe(code);
  });

  it("bridge events: what this node knows itself, and bridging switched off", () => {
    const w = world();
    expect(judge(w, [event(5)], { recognizedBridges: [event(5), event(6)] })).toBeUndefined();
    w.k.bridge.safetyParams.set({ ...safetyParams(w.k), isDisabled: true });
    w.k.registry.commit();
    const forged = (txs: Uint8Array[]) => txs.with(-3, bridgesTx([event(5)]));
    expect(judge(w, [], {}, forged)).toBe("bridge 402");
    expect(judge(w, [])).toBeUndefined();
    // A proposer whose daemon does not know it yet leaves the events out.
    expect(judge(w, [event(5)])).toBeUndefined();
    expect(judge(w, [event(6)])).toBeUndefined();
  });

  it("prices must exist and have moved enough", () => {
    const w = world();
    const old = w.k.prices.prices.get("0")?.price ?? 0n;
    const withPrices = (tx: Uint8Array) => judge(w, [], {}, (txs) => txs.with(-1, tx));
    expect(withPrices(pricesTx({ marketId: 0, price: old + old / 100n }))).toBeUndefined();
    expect(withPrices(pricesTx({ marketId: 0, price: old + 1n }))).toBe("process_proposal 5");
    expect(withPrices(pricesTx({ marketId: 9_999, price: 1n }))).toBe("process_proposal 5");
  });

  it("prices must be those of the vote extensions", () => {
    const w = world();
    const price = 2n * (w.k.prices.prices.get("0")?.price ?? 0n);
    const priceUpdate = { marketPriceUpdates: [{ marketId: 0, price }] };
    const replace = (tx: Uint8Array) => (txs: Uint8Array[]) => txs.with(-1, tx);
    const honest = pricesTx({ marketId: 0, price });
    expect(judge(w, [], { priceUpdate }, replace(honest))).toBeUndefined();
    const other = pricesTx({ marketId: 0, price: price + 1n });
    expect(judge(w, [], { priceUpdate }, replace(other))).toBe("process_proposal 5");
    expect(judge(w, [], { priceUpdate }, replace(pricesTx()))).toBe("process_proposal 5");
  });
});
