import { type clob, GOV_MODULE_ADDRESS } from "@perpetua/protocol";
import { allowanceKey } from "../../src/feegrant/state.js";
import { buildTransaction, type SimAccount, type SimMessage } from "./accounts.js";
import { closePosition, reduceByTwap } from "./closing.js";
import { type Draw, messageOf, oneOf, type Weighted } from "./draw.js";
import { fuzzedMessage } from "./fuzz.js";
import { NEW_MARKETS } from "./listings.js";
import { MONEY } from "./money.js";
import { type SimView, someOrder, someSubaccount, spoil } from "./orders.js";
import { authenticatorsOf, PERMISSIONS } from "./permissions.js";
import type { Rng } from "./rng.js";
import { STAKING } from "./staking.js";

/** One transaction of the stream; kind and sender are for people who read a divergence. */
export interface SimCommand {
  readonly label: string;
  readonly sender?: string;
  readonly bytes: Uint8Array;
}

const place = (order: clob.Order) => messageOf("dydxprotocol.clob.MsgPlaceOrder", { order });

const placeShortTerm: Draw = (v, s) => place(someOrder(v, s, "shortTerm"));
const placeLongTerm: Draw = (v, s) => place(someOrder(v, s, "longTerm"));
const placeConditional: Draw = (v, s) => place(someOrder(v, s, "conditional"));
const placeTwap: Draw = (v, s) => place(someOrder(v, s, "twap"));

const placeSpoilt: Draw = (v, s) => {
  const kind = v.rng.pick(["shortTerm", "longTerm", "conditional", "twap"] as const);
  return place(spoil(v.rng, someOrder(v, s, kind)));
};

const cancelShortTerm: Draw = (v, s) => {
  const { orderId, goodTilBlock } = someOrder(v, s, "shortTerm");
  return cancel({ orderId, goodTilBlock, goodTilBlockTime: undefined });
};

function cancel(m: clob.MsgCancelOrder): SimMessage {
  return messageOf("dydxprotocol.clob.MsgCancelOrder", m);
}

/** Usually an order that exists; its owner has to sign, so the signer may be the wrong one. */
const cancelStateful: Draw = (v, asked) => {
  const known = v.statefulOrders();
  const orderId =
    known.length > 0 && v.rng.chance(850)
      ? v.rng.pick(known)
      : someOrder(v, asked, "longTerm").orderId;
  const goodTilBlockTime = v.seconds + v.rng.between(0, 200);
  const message = cancel({ orderId, goodTilBlock: undefined, goodTilBlockTime });
  return { ...message, by: oneOf(v, [orderId?.subaccountId?.owner ?? ""], asked) };
};

const cancelBatch: Draw = (v, s) => {
  const { rng } = v;
  const count = rng.between(1, 3);
  const shortTermCancels = Array.from({ length: count }, () => ({
    clobPairId: rng.chance(950) ? rng.pick(v.markets).pairId : rng.next(),
    clientIds: Array.from({ length: rng.between(rng.chance(50) ? 0 : 1, 6) }, () => rng.int(12)),
  }));
  const value = {
    subaccountId: someSubaccount(v, s),
    shortTermCancels,
    goodTilBlock: v.height + rng.between(0, 40),
  };
  return messageOf("dydxprotocol.clob.MsgBatchCancel", value);
};

const updateLeverage: Draw = (v, s) => {
  const { rng } = v;
  const clobPairLeverage = Array.from({ length: rng.between(1, 2) }, () => ({
    clobPairId: rng.pick(v.markets).pairId,
    customImfPpm: rng.pick([0, 1, 20_000, 100_000, 500_000, 1_000_000, 1_000_001, rng.next()]),
  }));
  return messageOf("dydxprotocol.clob.MsgUpdateLeverage", {
    subaccountId: someSubaccount(v, s),
    clobPairLeverage,
  });
};

/** A message that only governance or the proposer may bring. */
const forbidden: Draw = (v, s) =>
  v.rng.pick([
    () =>
      messageOf("dydxprotocol.vault.MsgUnlockShares", {
        authority: v.rng.chance(500) ? s.address : GOV_MODULE_ADDRESS,
        ownerAddress: s.address,
      }),
    () =>
      messageOf("dydxprotocol.clob.MsgProposedOperations", {
        operationsQueue: [{ shortTermOrderPlacement: v.rng.bytes(20) }],
      }),
    () => ({ typeUrl: "/dydxprotocol.clob.MsgNothing", value: v.rng.bytes(4) }),
  ])();

/** A market of the market map that governance may have opened for listing. */
const listMarket: Draw = (v, s) =>
  messageOf("dydxprotocol.listing.MsgCreateMarketPermissionless", {
    ticker: `${v.rng.pick(NEW_MARKETS)}-USD`,
    subaccountId: { owner: s.address, number: 0 },
  });

const fuzzed: Draw = (v, s) =>
  fuzzedMessage({
    rng: v.rng,
    addresses: v.accounts.slice(0, 8).map(({ address }) => address),
    signer: s.address,
  });

/** Trading: by weight. */
const TRADING: Weighted = [
  [400, ["short-term", placeShortTerm]],
  [80, ["long-term", placeLongTerm]],
  [60, ["conditional", placeConditional]],
  [25, ["twap", placeTwap]],
  [40, ["close", closePosition]],
  [12, ["reducing twap", reduceByTwap]],
  [40, ["spoilt order", placeSpoilt]],
  [80, ["cancel short-term", cancelShortTerm]],
  [50, ["cancel stateful", cancelStateful]],
  [30, ["batch cancel", cancelBatch]],
  [25, ["leverage", updateLeverage]],
];

const DRAWS: Weighted = [
  ...TRADING,
  ...MONEY,
  ...STAKING,
  ...PERMISSIONS,
  [5, ["list market", listMarket]],
  [8, ["forbidden", forbidden]],
  [50, ["fuzzed", fuzzed]],
];

/** What most of a block's users do at once. */
const THEMES: readonly Weighted[] = [
  [[1, ["conditional", placeConditional]]],
  [
    [1, ["twap", placeTwap]],
    [1, ["reducing twap", reduceByTwap]],
  ],
  [
    [2, ["close", closePosition]],
    [1, ["short-term", placeShortTerm]],
  ],
  [
    [2, ["cancel short-term", cancelShortTerm]],
    [1, ["batch cancel", cancelBatch]],
  ],
  [[1, ["leverage", updateLeverage]]],
  MONEY,
  STAKING,
  PERMISSIONS,
];

/** What a block is about: everything, or mostly one thing. */
export function someMood(rng: Rng): Weighted {
  return rng.chance(900) ? DRAWS : rng.pick(THEMES);
}

/** The next random transaction of the world. */
export function someCommand(v: SimView, mood: Weighted = DRAWS): SimCommand {
  const { rng } = v;
  const asked = rng.pick(v.accounts);
  if (rng.chance(8)) return { label: "garbage", bytes: rng.bytes(rng.int(300)) };
  const [label, draw] = rng.weighted(rng.chance(800) ? mood : DRAWS);
  const first = draw(v, asked);
  const signer = first.by ?? asked;
  const messages: SimMessage[] = [first];
  if (rng.chance(30)) messages.push(rng.weighted(DRAWS)[1](v, signer));
  const bytes = signed(v, signer, messages);
  if (!rng.chance(12)) return { label, sender: signer.address, bytes };
  return { label: `${label}, mutated`, bytes: mutate(v, bytes) };
}

/** A transaction with an envelope that is right most of the time. */
function signed(v: SimView, signer: SimAccount, messages: readonly SimMessage[]): Uint8Array {
  const { rng } = v;
  const current = v.sequence(signer.address);
  const nonce = BigInt(v.seconds) * 1000n + BigInt(rng.between(-40_000, 40_000));
  const sequence = rng.weighted([
    [40, current],
    [6, nonce],
    [1, current + 1n],
    [1, rng.big(64)],
  ] as const);
  return buildTransaction(signer, messages, {
    sequence,
    fee: rng.chance(970) ? 25_000n : rng.big(64),
    gas: rng.chance(985) ? 1_000_000n : rng.pick([0n, 1n, 50_000n, (1n << 63n) - 1n]),
    ...(rng.chance(20) ? { memo: "x".repeat(rng.int(300)) } : {}),
    ...(rng.chance(20)
      ? { timeoutHeight: BigInt(Math.max(0, v.height + rng.between(-2, 50))) }
      : {}),
    ...(rng.chance(60) ? { authenticators: selected(v, signer, messages.length) } : {}),
    ...(rng.chance(40) ? { granter: payer(v, signer) } : {}),
    ...(rng.chance(10) ? { badSignature: true } : {}),
  });
}

/** One of the own authenticators per message, or any numbers. */
function selected(v: SimView, signer: SimAccount, count: number): bigint[] {
  const { rng } = v;
  const own = authenticatorsOf(v, signer.address);
  if (own.length === 0 || rng.chance(100)) return [BigInt(rng.int(8))];
  return Array.from({ length: count }, () => rng.pick(own));
}

/** Somebody who pays the signer's fees, if there is one. */
function payer(v: SimView, signer: SimAccount): string {
  const granter = v.accounts.find(({ address }) =>
    v.k.feegrant.allowances.has(allowanceKey(address, signer.address)),
  );
  return (granter ?? v.rng.pick(v.accounts)).address;
}

/** Changes, drops or adds bytes anywhere. */
export function mutate(v: Pick<SimView, "rng">, bytes: Uint8Array): Uint8Array {
  const { rng } = v;
  const copy = [...bytes];
  for (let n = rng.between(1, 3); n > 0; n--) {
    const at = rng.int(copy.length + 1);
    const kind = rng.int(3);
    if (kind === 0 && at < copy.length) copy[at] = rng.int(256);
    else if (kind === 1) copy.splice(at, 1);
    else copy.splice(at, 0, rng.int(256));
  }
  return Uint8Array.from(copy);
}
