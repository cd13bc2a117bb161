import {
  accountplus,
  affiliates,
  clob,
  cosmosBank,
  encodeSerializableInt,
  GOV_MODULE_ADDRESS,
  sending,
  vault,
} from "@perpetua/protocol";
import { buildTransaction, type SimAccount, type SimMessage, USDC_DENOM } from "./accounts.js";
import { fuzzedMessage } from "./fuzz.js";
import { type SimView, someOrder, someSubaccount, spoil } from "./orders.js";

/** One transaction of the stream; the label is for people who read a divergence. */
export interface SimCommand {
  readonly label: string;
  readonly bytes: Uint8Array;
}

interface Encodable<M> {
  encode(message: M): { finish(): Uint8Array };
}

function message<M>(typeUrl: string, codec: Encodable<M>, value: M): SimMessage {
  return { typeUrl: `/${typeUrl}`, value: codec.encode(value).finish() };
}

const place = (order: clob.Order) =>
  message("dydxprotocol.clob.MsgPlaceOrder", clob.MsgPlaceOrder, { order });

type Draw = (v: SimView, signer: SimAccount) => SimMessage;

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
  return message("dydxprotocol.clob.MsgCancelOrder", clob.MsgCancelOrder, m);
}

/** Usually an order that exists; its owner has to sign, so the signer may be the wrong one. */
const cancelStateful: Draw = (v, s) => {
  const own = v.statefulOrders().filter((id) => id.subaccountId?.owner === s.address);
  const known = own.length > 0 && v.rng.chance(900);
  const orderId = known ? v.rng.pick(own) : someOrder(v, s, "longTerm").orderId;
  const goodTilBlockTime = v.seconds + v.rng.between(0, 200);
  return cancel({ orderId, goodTilBlock: undefined, goodTilBlockTime });
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
  return message("dydxprotocol.clob.MsgBatchCancel", clob.MsgBatchCancel, value);
};

const updateLeverage: Draw = (v, s) => {
  const { rng } = v;
  const clobPairLeverage = Array.from({ length: rng.between(1, 2) }, () => ({
    clobPairId: rng.pick(v.markets).pairId,
    customImfPpm: rng.pick([0, 1, 20_000, 100_000, 500_000, 1_000_000, 1_000_001, rng.next()]),
  }));
  return message("dydxprotocol.clob.MsgUpdateLeverage", clob.MsgUpdateLeverage, {
    subaccountId: someSubaccount(v, s),
    clobPairLeverage,
  });
};

/** Amounts around what people have, and the edges of the type. */
function amount(v: SimView): bigint {
  const { rng } = v;
  return rng.weighted([
    [10, BigInt(rng.between(1, 5_000)) * 1_000_000n],
    [5, rng.big(36)],
    [1, rng.pick([0n, 1n, (1n << 64n) - 1n, 1n << 63n])],
  ] as const);
}

const deposit: Draw = (v, s) => {
  const recipient = someSubaccount(v, v.rng.chance(800) ? s : v.rng.pick(v.accounts));
  const assetId = v.rng.chance(980) ? 0 : 1;
  const value = { sender: s.address, recipient, assetId, quantums: amount(v) };
  const typeUrl = "dydxprotocol.sending.MsgDepositToSubaccount";
  return message(typeUrl, sending.MsgDepositToSubaccount, value);
};

const withdraw: Draw = (v, s) => {
  const recipient = v.rng.chance(800) ? s.address : v.rng.pick(v.accounts).address;
  const value = { sender: someSubaccount(v, s), recipient, assetId: 0, quantums: amount(v) };
  const typeUrl = "dydxprotocol.sending.MsgWithdrawFromSubaccount";
  return message(typeUrl, sending.MsgWithdrawFromSubaccount, value);
};

const transfer: Draw = (v, s) => {
  const recipient = someSubaccount(v, v.rng.chance(500) ? s : v.rng.pick(v.accounts));
  const value = {
    transfer: { sender: someSubaccount(v, s), recipient, assetId: 0, amount: amount(v) },
  };
  return message("dydxprotocol.sending.MsgCreateTransfer", sending.MsgCreateTransfer, value);
};

const vaultDeposit: Draw = (v, s) =>
  message("dydxprotocol.vault.MsgDepositToMegavault", vault.MsgDepositToMegavault, {
    subaccountId: someSubaccount(v, s),
    quoteQuantums: serializable(v, amount(v)),
  });

const vaultWithdraw: Draw = (v, s) =>
  message("dydxprotocol.vault.MsgWithdrawFromMegavault", vault.MsgWithdrawFromMegavault, {
    subaccountId: someSubaccount(v, s),
    shares: { numShares: serializable(v, amount(v)) },
    minQuoteQuantums: serializable(v, v.rng.chance(700) ? 0n : amount(v)),
  });

/** A big integer as bytes; now and then negative, huge, empty or malformed. */
function serializable(v: SimView, value: bigint): Uint8Array {
  if (v.rng.chance(940)) return encodeSerializableInt(value);
  return v.rng.pick([
    new Uint8Array(),
    encodeSerializableInt(-value),
    encodeSerializableInt(1n << 255n),
    v.rng.bytes(v.rng.between(1, 40)),
  ]);
}

const bankSend: Draw = (v, s) =>
  message("cosmos.bank.v1beta1.MsgSend", cosmosBank.MsgSend, {
    fromAddress: s.address,
    toAddress: v.rng.pick(v.accounts).address,
    amount: [{ denom: v.rng.chance(800) ? USDC_DENOM : "adv4tnt", amount: String(amount(v)) }],
  });

const registerAffiliate: Draw = (v, s) =>
  message("dydxprotocol.affiliates.MsgRegisterAffiliate", affiliates.MsgRegisterAffiliate, {
    referee: s.address,
    affiliate: v.rng.pick(v.accounts).address,
  });

const addAuthenticator: Draw = (v, s) =>
  message("dydxprotocol.accountplus.MsgAddAuthenticator", accountplus.MsgAddAuthenticator, {
    sender: s.address,
    authenticatorType: v.rng.pick(["SignatureVerification", "AllOf", "MessageFilter", "Nothing"]),
    data: v.rng.chance(700) ? s.publicKey : v.rng.bytes(v.rng.int(40)),
  });

const removeAuthenticator: Draw = (v, s) =>
  message("dydxprotocol.accountplus.MsgRemoveAuthenticator", accountplus.MsgRemoveAuthenticator, {
    sender: s.address,
    id: v.rng.chance(900) ? BigInt(v.rng.int(8)) : v.rng.big(64),
  });

/** A message that only governance or the proposer may bring. */
const forbidden: Draw = (v, s) =>
  v.rng.pick([
    () =>
      message("dydxprotocol.vault.MsgUnlockShares", vault.MsgUnlockShares, {
        authority: v.rng.chance(500) ? s.address : GOV_MODULE_ADDRESS,
        ownerAddress: s.address,
      }),
    () =>
      message("dydxprotocol.clob.MsgProposedOperations", clob.MsgProposedOperations, {
        operationsQueue: [{ shortTermOrderPlacement: v.rng.bytes(20) }],
      }),
    () => ({ typeUrl: "/dydxprotocol.clob.MsgNothing", value: v.rng.bytes(4) }),
  ])();

const fuzzed: Draw = (v, s) =>
  fuzzedMessage({
    rng: v.rng,
    addresses: v.accounts.slice(0, 8).map(({ address }) => address),
    signer: s.address,
  });

/** By weight; the first group trades, the second moves money, the third is rare. */
const DRAWS: readonly (readonly [number, readonly [string, Draw]])[] = [
  [400, ["short-term", placeShortTerm]],
  [80, ["long-term", placeLongTerm]],
  [60, ["conditional", placeConditional]],
  [25, ["twap", placeTwap]],
  [40, ["spoilt order", placeSpoilt]],
  [80, ["cancel short-term", cancelShortTerm]],
  [50, ["cancel stateful", cancelStateful]],
  [30, ["batch cancel", cancelBatch]],
  [25, ["leverage", updateLeverage]],
  [40, ["deposit", deposit]],
  [35, ["withdraw", withdraw]],
  [40, ["transfer", transfer]],
  [20, ["vault deposit", vaultDeposit]],
  [20, ["vault withdraw", vaultWithdraw]],
  [12, ["bank send", bankSend]],
  [8, ["affiliate", registerAffiliate]],
  [8, ["add authenticator", addAuthenticator]],
  [4, ["remove authenticator", removeAuthenticator]],
  [8, ["forbidden", forbidden]],
  [60, ["fuzzed", fuzzed]],
];

/** The next random transaction of the world. */
export function someCommand(v: SimView): SimCommand {
  const { rng } = v;
  const signer = rng.pick(v.accounts);
  if (rng.chance(8)) return { label: "garbage", bytes: rng.bytes(rng.int(300)) };
  const [label, draw] = rng.weighted(DRAWS);
  const messages = [draw(v, signer)];
  if (rng.chance(30)) messages.push(rng.weighted(DRAWS)[1](v, signer));
  const bytes = buildTransaction(signer, messages, optionsFor(v, signer));
  if (!rng.chance(12)) return { label: `${label} by ${signer.address}`, bytes };
  return { label: `${label}, mutated`, bytes: mutate(v, bytes) };
}

function optionsFor(v: SimView, signer: SimAccount) {
  const { rng } = v;
  const current = v.sequence(signer.address);
  const nonce = BigInt(v.seconds) * 1000n + BigInt(rng.between(-40_000, 40_000));
  const sequence = rng.weighted([
    [40, current],
    [6, nonce],
    [1, current + 1n],
    [1, rng.big(64)],
  ] as const);
  return {
    sequence,
    fee: rng.chance(970) ? 25_000n : rng.big(64),
    gas: rng.chance(985) ? 1_000_000n : rng.pick([0n, 1n, 50_000n, (1n << 63n) - 1n]),
    ...(rng.chance(20) ? { memo: "x".repeat(rng.int(300)) } : {}),
    ...(rng.chance(20)
      ? { timeoutHeight: BigInt(Math.max(0, v.height + rng.between(-2, 50))) }
      : {}),
    ...(rng.chance(25) ? { authenticators: [BigInt(rng.int(8))] } : {}),
    ...(rng.chance(10) ? { badSignature: true } : {}),
  };
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
