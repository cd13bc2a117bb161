import {
  ACCOUNT_PREFIX,
  bech32Convert,
  cosmosDistribution,
  isBech32Address,
  OPERATOR_PREFIX,
} from "@perpetua/protocol";
import { authorityRejection, isValidAddress, moduleAddress } from "../auth/index.js";
import {
  type Coin,
  coinsText,
  isBlockedAddress,
  parseCoins,
  sendCoinList,
  type WireCoin,
  wireCoin,
} from "../bank/index.js";
import { DEC_ONE, decFromInt, tryParseWireDec } from "../math/index.js";
import { getDelegation, getValidator } from "../staking/index.js";
import {
  emit,
  handler,
  isRejection,
  type MessageCategory,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { addDecCoins, mapCoins, subtractDecCoins, truncateDecCoins } from "./decCoins.js";
import { allocate } from "./hooks.js";
import { initializeDelegation, pay, withdrawAddress, withdrawDelegation } from "./rewards.js";
import { communityPool, type DistributionKernel, distributionParams } from "./state.js";

const EMPTY = new Uint8Array();

function badAddress(what: string, address: string): Rejection {
  return reject("sdk", 7, `invalid ${what} address: ${address}: invalid address`);
}

function withdrawReward(
  k: DistributionKernel,
  m: cosmosDistribution.MsgWithdrawDelegatorReward,
): Rejection | Uint8Array {
  const { delegatorAddress: delegator, validatorAddress: validator } = m;
  if (!isBech32Address(validator, OPERATOR_PREFIX)) return badAddress("validator", validator);
  if (!isValidAddress(delegator)) return badAddress("delegator", delegator);
  if (getValidator(k, validator) === undefined) {
    return reject("staking", 3, "validator does not exist");
  }
  if (getDelegation(k, delegator, validator) === undefined) {
    return reject("staking", 19, "no delegation for (address, validator) tuple");
  }
  const paid = withdrawDelegation(k, delegator, validator);
  if (isRejection(paid)) return paid;
  initializeDelegation(k, delegator, validator);
  return cosmosDistribution.MsgWithdrawDelegatorRewardResponse.encode({
    amount: paid.map(wireCoin),
  }).finish();
}

function withdrawCommission(
  k: DistributionKernel,
  m: cosmosDistribution.MsgWithdrawValidatorCommission,
): Rejection | Uint8Array {
  const validator = m.validatorAddress;
  if (!isBech32Address(validator, OPERATOR_PREFIX)) return badAddress("validator", validator);
  const accumulated = k.distribution.commission.get(validator) ?? [];
  if (accumulated.length === 0) {
    return reject("distribution", 7, "no validator commission to withdraw");
  }
  const { whole, rest } = truncateDecCoins(accumulated);
  k.distribution.commission.set(validator, rest);
  const outstanding = k.distribution.outstanding.get(validator) ?? [];
  const paid = mapCoins(whole, decFromInt);
  k.distribution.outstanding.set(validator, subtractDecCoins(outstanding, paid));
  const operator = bech32Convert(validator, ACCOUNT_PREFIX);
  if (whole.length > 0) pay(k, withdrawAddress(k, operator), whole);
  emit(k, "withdraw_commission", [["amount", coinsText(whole)]]);
  return cosmosDistribution.MsgWithdrawValidatorCommissionResponse.encode({
    amount: whole.map(wireCoin),
  }).finish();
}

function setWithdrawAddress(
  k: DistributionKernel,
  m: cosmosDistribution.MsgSetWithdrawAddress,
): Rejection | Uint8Array {
  if (!isValidAddress(m.delegatorAddress)) return badAddress("delegator", m.delegatorAddress);
  if (!isValidAddress(m.withdrawAddress)) return badAddress("withdraw", m.withdrawAddress);
  if (isBlockedAddress(m.withdrawAddress)) {
    const text = `${m.withdrawAddress} is not allowed to receive external funds`;
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  if (!distributionParams(k).withdrawAddrEnabled) {
    return reject("distribution", 8, "set withdraw address disabled");
  }
  emit(k, "set_withdraw_address", [["withdraw_address", m.withdrawAddress]]);
  k.distribution.withdrawAddresses.set(m.delegatorAddress, m.withdrawAddress);
  return EMPTY;
}

/** Takes coins from an account into the module. */
function takeCoins(
  k: DistributionKernel,
  from: string,
  amount: readonly WireCoin[],
): Rejection | Coin[] {
  const coins = parseCoins(amount);
  if (isRejection(coins)) return coins;
  return sendCoinList(k, from, moduleAddress("distribution"), coins) ?? coins;
}

function fundCommunityPool(
  k: DistributionKernel,
  m: cosmosDistribution.MsgFundCommunityPool,
): Rejection | Uint8Array {
  if (!isValidAddress(m.depositor)) return badAddress("depositor", m.depositor);
  const coins = takeCoins(k, m.depositor, m.amount);
  if (isRejection(coins)) return coins;
  const sum = addDecCoins(communityPool(k), mapCoins(coins, decFromInt));
  k.distribution.communityPool.set(sum);
  return EMPTY;
}

function depositRewards(
  k: DistributionKernel,
  m: cosmosDistribution.MsgDepositValidatorRewardsPool,
): Rejection | Uint8Array {
  if (!isValidAddress(m.depositor)) return badAddress("depositor", m.depositor);
  const validator = getValidator(k, m.validatorAddress);
  const coins = takeCoins(k, m.depositor, m.amount);
  if (isRejection(coins)) return coins;
  if (validator === undefined) {
    return reject("distribution", 12, `${m.validatorAddress}: validator does not exist`);
  }
  allocate(k, validator, mapCoins(coins, decFromInt));
  return EMPTY;
}

function spendCommunityPool(
  k: DistributionKernel,
  m: cosmosDistribution.MsgCommunityPoolSpend,
): Rejection | Uint8Array {
  const refused = authorityRejection(m.authority);
  if (refused !== undefined) return refused;
  const coins = parseCoins(m.amount);
  if (isRejection(coins)) return coins;
  if (!isValidAddress(m.recipient)) return badAddress("recipient", m.recipient);
  if (isBlockedAddress(m.recipient)) {
    const text = `${m.recipient} is not allowed to receive external funds`;
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  const left = subtractDecCoins(communityPool(k), mapCoins(coins, decFromInt));
  if (left.some((c) => c.amount < 0n)) {
    const text = "community pool does not have sufficient coins to distribute";
    return reject("distribution", 9, text);
  }
  k.distribution.communityPool.set(left);
  pay(k, m.recipient, coins);
  return EMPTY;
}

function updateParams(
  k: DistributionKernel,
  m: cosmosDistribution.MsgUpdateParams,
): Rejection | Uint8Array {
  const refused = authorityRejection(m.authority);
  if (refused !== undefined) return refused;
  const tax = tryParseWireDec(m.params?.communityTax ?? "");
  if (m.params === undefined || tax === undefined || tax < 0n || tax > DEC_ONE) {
    const text = `community tax should be non-negative and less than one: ${m.params?.communityTax}`;
    return reject("undefined", 1, text);
  }
  k.distribution.params.set(m.params);
  return EMPTY;
}

function message<M>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  category: MessageCategory,
  signer: (m: M) => string,
  handle: (k: DistributionKernel, m: M) => Rejection | Uint8Array,
): MessageHandler<DistributionKernel, unknown> {
  return handler<DistributionKernel, M>({
    typeUrl: `/cosmos.distribution.v1beta1.${name}`,
    codec,
    category,
    signers: (m) => [signer(m)],
    validateBasic: () => undefined,
    handle,
  });
}

const operatorAccount = (m: { validatorAddress: string }): string =>
  isBech32Address(m.validatorAddress, OPERATOR_PREFIX)
    ? bech32Convert(m.validatorAddress, ACCOUNT_PREFIX)
    : "";

const wire = cosmosDistribution;

/** Cosmos distribution messages; all their rules count at delivery. */
export const distributionMessages: MessageHandler<DistributionKernel, unknown>[] = [
  message(
    "MsgWithdrawDelegatorReward",
    wire.MsgWithdrawDelegatorReward,
    "normal",
    (m) => m.delegatorAddress,
    withdrawReward,
  ),
  message(
    "MsgWithdrawValidatorCommission",
    wire.MsgWithdrawValidatorCommission,
    "normal",
    operatorAccount,
    withdrawCommission,
  ),
  message(
    "MsgSetWithdrawAddress",
    wire.MsgSetWithdrawAddress,
    "normal",
    (m) => m.delegatorAddress,
    setWithdrawAddress,
  ),
  message(
    "MsgFundCommunityPool",
    wire.MsgFundCommunityPool,
    "normal",
    (m) => m.depositor,
    fundCommunityPool,
  ),
  message(
    "MsgDepositValidatorRewardsPool",
    wire.MsgDepositValidatorRewardsPool,
    "normal",
    (m) => m.depositor,
    depositRewards,
  ),
  message(
    "MsgCommunityPoolSpend",
    wire.MsgCommunityPoolSpend,
    "internal",
    (m) => m.authority,
    spendCommunityPool,
  ),
  message("MsgUpdateParams", wire.MsgUpdateParams, "internal", (m) => m.authority, updateParams),
];
