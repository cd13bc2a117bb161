import { USDC_DENOM } from "./accounts.js";
import { amount, type Draw, messageOf, oneOf, serializable, type Weighted } from "./draw.js";
import { type SimView, someSubaccount } from "./orders.js";

const deposit: Draw = (v, s) =>
  messageOf("dydxprotocol.sending.MsgDepositToSubaccount", {
    sender: s.address,
    recipient: someSubaccount(v, v.rng.chance(800) ? s : v.rng.pick(v.accounts)),
    assetId: v.rng.chance(980) ? 0 : 1,
    quantums: amount(v),
  });

const withdraw: Draw = (v, s) =>
  messageOf("dydxprotocol.sending.MsgWithdrawFromSubaccount", {
    sender: someSubaccount(v, s),
    recipient: v.rng.chance(800) ? s.address : v.rng.pick(v.accounts).address,
    assetId: 0,
    quantums: amount(v),
  });

const transfer: Draw = (v, s) =>
  messageOf("dydxprotocol.sending.MsgCreateTransfer", {
    transfer: {
      sender: someSubaccount(v, s),
      recipient: someSubaccount(v, v.rng.chance(500) ? s : v.rng.pick(v.accounts)),
      assetId: 0,
      amount: amount(v),
    },
  });

const vaultDeposit: Draw = (v, s) =>
  messageOf("dydxprotocol.vault.MsgDepositToMegavault", {
    subaccountId: someSubaccount(v, s),
    quoteQuantums: serializable(v, amount(v)),
  });

/** Mostly a part of what the owner has. */
const vaultWithdraw: Draw = (v, asked) => {
  const s = oneOf(v, v.k.vault.ownerShares.sortedKeys(), asked);
  const owned = v.k.vault.ownerShares.get(s.address) ?? 0n;
  const part = (owned * BigInt(v.rng.between(1, 1_050))) / 1_000n;
  const shares = owned > 0n && v.rng.chance(900) ? part : amount(v);
  const message = messageOf("dydxprotocol.vault.MsgWithdrawFromMegavault", {
    subaccountId: someSubaccount(v, s),
    shares: { numShares: serializable(v, shares) },
    minQuoteQuantums: serializable(v, v.rng.chance(700) ? 0n : amount(v)),
  });
  return { ...message, by: s };
};

/** Whoever is the operator may; the others are refused. */
const vaultOrder: Draw = (v, asked) => {
  const { rng } = v;
  const by = oneOf(v, [v.k.vault.operator.get()?.operator ?? ""], asked);
  const vaultId = { type: 1, number: rng.pick(v.markets).pairId };
  const authority = by.address;
  if (rng.chance(300)) {
    const vaultParams = { status: rng.between(1, 4) };
    const typeName = "dydxprotocol.vault.MsgSetVaultParams";
    return { ...messageOf(typeName, { authority, vaultId, vaultParams }), by };
  }
  const name = rng.pick(["MsgAllocateToVault", "MsgRetrieveFromVault"]);
  const quoteQuantums = serializable(v, amount(v));
  return { ...messageOf(`dydxprotocol.vault.${name}`, { authority, vaultId, quoteQuantums }), by };
};

const coinsOf = (v: SimView) => [
  { denom: v.rng.chance(800) ? USDC_DENOM : "adv4tnt", amount: String(amount(v)) },
];

const bankSend: Draw = (v, s) =>
  messageOf("cosmos.bank.v1beta1.MsgSend", {
    fromAddress: s.address,
    toAddress: v.rng.pick(v.accounts).address,
    amount: coinsOf(v),
  });

const multiSend: Draw = (v, s) => {
  const coins = coinsOf(v);
  return messageOf("cosmos.bank.v1beta1.MsgMultiSend", {
    inputs: [{ address: s.address, coins }],
    outputs: [{ address: v.rng.pick(v.accounts).address, coins }],
  });
};

const registerAffiliate: Draw = (v, s) =>
  messageOf("dydxprotocol.affiliates.MsgRegisterAffiliate", {
    referee: s.address,
    affiliate: v.rng.pick(v.accounts).address,
  });

/** Moving money: by weight. */
export const MONEY: Weighted = [
  [40, ["deposit", deposit]],
  [35, ["withdraw", withdraw]],
  [40, ["transfer", transfer]],
  [20, ["vault deposit", vaultDeposit]],
  [20, ["vault withdraw", vaultWithdraw]],
  [6, ["vault order", vaultOrder]],
  [10, ["bank send", bankSend]],
  [4, ["multi-send", multiSend]],
  [8, ["affiliate", registerAffiliate]],
];
