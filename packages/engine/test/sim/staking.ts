import {
  bech32Convert,
  bech32Encode,
  CONSENSUS_PREFIX,
  consensusAddressBytes,
} from "@perpetua/protocol";
import { tokensFromShares, validators } from "../../src/staking/index.js";
import { type SimAccount, USDC_DENOM } from "./accounts.js";
import { amount, type Draw, encodePartial, messageOf, oneOf, type Weighted } from "./draw.js";
import type { SimView } from "./orders.js";

/** One whole staking token. */
const TOKEN = 10n ** 18n;

/** The validator address of an account. */
export function operatorOf(address: string): string {
  return bech32Convert(address, "dydxvaloper");
}

/** The address by which slashing knows a validator; its key is in base64. */
export function consensusAddress(key: string): string {
  return bech32Encode(CONSENSUS_PREFIX, consensusAddressBytes(Buffer.from(key, "base64")));
}

function someValidator(v: SimView): string {
  return v.rng.pick(validators(v.k)).operatorAddress;
}

/** A validator with whom the signer has something, if there is one. */
function ownValidator(v: SimView, s: SimAccount): string {
  const own = v.k.staking.delegations.get(s.address) ?? [];
  return own.length > 0 && v.rng.chance(900) ? v.rng.pick(own).validator : someValidator(v);
}

const staked = (tokens: bigint) => ({ denom: "adv4tnt", amount: String(tokens) });

/** Part of the own delegation. */
function ownStake(v: SimView, s: SimAccount, operator: string) {
  const own = v.k.staking.delegations.get(s.address)?.find((d) => d.validator === operator);
  const validator = v.k.staking.validators.get(operator);
  if (own === undefined || validator === undefined) return staked(v.rng.big(60));
  const tokens = tokensFromShares(validator, own.shares) / TOKEN;
  return staked((tokens * BigInt(v.rng.between(1, 1_010))) / 1_000n);
}

const delegate: Draw = (v, s) => {
  const tokens = v.rng.chance(700) ? TOKEN * BigInt(v.rng.between(1, 300_000)) : v.rng.big(80);
  return messageOf("cosmos.staking.v1beta1.MsgDelegate", {
    delegatorAddress: s.address,
    validatorAddress: someValidator(v),
    amount: { ...staked(tokens), ...(v.rng.chance(30) ? { denom: USDC_DENOM } : {}) },
  });
};

const delegator = (v: SimView, asked: SimAccount) =>
  oneOf(v, v.k.staking.delegations.sortedKeys(), asked);

const undelegate: Draw = (v, asked) => {
  const by = delegator(v, asked);
  const validatorAddress = ownValidator(v, by);
  const message = messageOf("cosmos.staking.v1beta1.MsgUndelegate", {
    delegatorAddress: by.address,
    validatorAddress,
    amount: ownStake(v, by, validatorAddress),
  });
  return { ...message, by };
};

const redelegate: Draw = (v, asked) => {
  const by = delegator(v, asked);
  const from = ownValidator(v, by);
  const message = messageOf("cosmos.staking.v1beta1.MsgBeginRedelegate", {
    delegatorAddress: by.address,
    validatorSrcAddress: from,
    validatorDstAddress: someValidator(v),
    amount: ownStake(v, by, from),
  });
  return { ...message, by };
};

const cancelUnbonding: Draw = (v, asked) => {
  const keys = v.k.staking.unbondings.sortedKeys();
  const by = oneOf(
    v,
    keys.map((key) => key.split("/")[0] ?? ""),
    asked,
  );
  const prefix = `${by.address}/`;
  const key = keys.find((other) => other.startsWith(prefix));
  const entry = key === undefined ? undefined : v.k.staking.unbondings.get(key)?.[0];
  const balance = entry?.balance ?? 7n;
  const message = messageOf("cosmos.staking.v1beta1.MsgCancelUnbondingDelegation", {
    delegatorAddress: by.address,
    validatorAddress: key?.slice(prefix.length) ?? someValidator(v),
    amount: staked(v.rng.chance(500) ? balance : 1n + balance / 3n),
    creationHeight: BigInt(entry?.creationHeight ?? 1),
  });
  return { ...message, by };
};

const createValidator: Draw = (v, s) =>
  messageOf("cosmos.staking.v1beta1.MsgCreateValidator", {
    description: { moniker: `sim ${v.rng.int(100)}` },
    commission: {
      rate: "100000000000000000",
      maxRate: "500000000000000000",
      maxChangeRate: "10000000000000000",
    },
    minSelfDelegation: "1",
    validatorAddress: operatorOf(s.address),
    pubkey: {
      typeUrl: "/cosmos.crypto.ed25519.PubKey",
      value: encodePartial("cosmos.crypto.ed25519.PubKey", { key: v.rng.bytes(32) }),
    },
    value: staked(TOKEN * BigInt(v.rng.between(1, 300_000))),
  });

const operator = (v: SimView, asked: SimAccount) =>
  oneOf(
    v,
    validators(v.k).map((validator) => bech32Convert(validator.operatorAddress, "dydx")),
    asked,
  );

const editValidator: Draw = (v, asked) => {
  const by = operator(v, asked);
  const message = messageOf("cosmos.staking.v1beta1.MsgEditValidator", {
    description: { moniker: `edited ${v.rng.int(9)}`, identity: "[do-not-modify]" },
    validatorAddress: operatorOf(by.address),
  });
  return { ...message, by };
};

const reward: Draw = (v, asked) => {
  const by = delegator(v, asked);
  const message = messageOf("cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward", {
    delegatorAddress: by.address,
    validatorAddress: ownValidator(v, by),
  });
  return { ...message, by };
};

const commission: Draw = (v, asked) => {
  const by = operator(v, asked);
  const message = messageOf("cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission", {
    validatorAddress: operatorOf(by.address),
  });
  return { ...message, by };
};

const setReceiver: Draw = (v, s) =>
  messageOf("cosmos.distribution.v1beta1.MsgSetWithdrawAddress", {
    delegatorAddress: s.address,
    withdrawAddress: v.rng.pick(v.accounts).address,
  });

const fundCommunity: Draw = (v, s) =>
  messageOf("cosmos.distribution.v1beta1.MsgFundCommunityPool", {
    depositor: s.address,
    amount: [{ denom: v.rng.pick([USDC_DENOM, "adv4tnt"]), amount: String(amount(v)) }],
  });

const fundRewards: Draw = (v, s) =>
  messageOf("cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPool", {
    depositor: s.address,
    validatorAddress: someValidator(v),
    amount: [{ denom: v.rng.pick([USDC_DENOM, "adv4tnt"]), amount: String(amount(v)) }],
  });

/** Validators and those who stake with them: by weight. */
export const STAKING: Weighted = [
  [16, ["delegate", delegate]],
  [8, ["undelegate", undelegate]],
  [5, ["redelegate", redelegate]],
  [4, ["cancel unbonding", cancelUnbonding]],
  [3, ["create validator", createValidator]],
  [2, ["edit validator", editValidator]],
  [6, ["reward", reward]],
  [3, ["commission", commission]],
  [2, ["set receiver", setReceiver]],
  [2, ["fund community", fundCommunity]],
  [2, ["fund rewards", fundRewards]],
];
