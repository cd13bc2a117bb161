import { cosmosDistribution as wire } from "@perpetua/protocol";
import { notFound, type Query, query } from "../query/index.js";
import { delegationsOf, getDelegation, getValidator } from "../staking/index.js";
import { addDecCoins } from "./decCoins.js";
import { ratioUpToNow } from "./periods.js";
import { delegationRewards, withdrawAddress } from "./rewards.js";
import {
  communityPool,
  type DecCoins,
  type DistributionKernel,
  distributionParams,
  wireDecCoins,
} from "./state.js";

const SERVICE = "/cosmos.distribution.v1beta1.Query";

/** Rewards that a withdrawal would pay now. */
function pendingRewards(k: DistributionKernel, delegator: string, validator: string): DecCoins {
  return delegationRewards(k, delegator, validator, ratioUpToNow(k, validator));
}

const rewardQueries: readonly Query<DistributionKernel>[] = [
  query(
    `${SERVICE}/DelegationRewards`,
    wire.QueryDelegationRewardsRequest,
    wire.QueryDelegationRewardsResponse,
    (k, { delegatorAddress, validatorAddress }) => {
      if (getValidator(k, validatorAddress) === undefined) {
        return notFound(`validator does not exist: ${validatorAddress}`);
      }
      if (getDelegation(k, delegatorAddress, validatorAddress) === undefined) {
        return notFound("delegation does not exist");
      }
      return { rewards: wireDecCoins(pendingRewards(k, delegatorAddress, validatorAddress)) };
    },
  ),
  query(
    `${SERVICE}/DelegationTotalRewards`,
    wire.QueryDelegationTotalRewardsRequest,
    wire.QueryDelegationTotalRewardsResponse,
    (k, { delegatorAddress }) => {
      let total: DecCoins = [];
      const rewards = delegationsOf(k, delegatorAddress).map(({ validator }) => {
        const reward = pendingRewards(k, delegatorAddress, validator);
        total = addDecCoins(total, reward);
        return { validatorAddress: validator, reward: wireDecCoins(reward) };
      });
      return { rewards, total: wireDecCoins(total) };
    },
  ),
];

export const distributionQueries: readonly Query<DistributionKernel>[] = [
  ...rewardQueries,
  query(`${SERVICE}/Params`, wire.QueryParamsRequest, wire.QueryParamsResponse, (k) => ({
    params: distributionParams(k),
  })),
  query(
    `${SERVICE}/CommunityPool`,
    wire.QueryCommunityPoolRequest,
    wire.QueryCommunityPoolResponse,
    (k) => ({ pool: wireDecCoins(communityPool(k)) }),
  ),
  query(
    `${SERVICE}/ValidatorOutstandingRewards`,
    wire.QueryValidatorOutstandingRewardsRequest,
    wire.QueryValidatorOutstandingRewardsResponse,
    (k, { validatorAddress }) => {
      const rewards = wireDecCoins(k.distribution.outstanding.get(validatorAddress) ?? []);
      return { rewards: { rewards } };
    },
  ),
  query(
    `${SERVICE}/ValidatorCommission`,
    wire.QueryValidatorCommissionRequest,
    wire.QueryValidatorCommissionResponse,
    (k, { validatorAddress }) => {
      const commission = wireDecCoins(k.distribution.commission.get(validatorAddress) ?? []);
      return { commission: { commission } };
    },
  ),
  query(
    `${SERVICE}/DelegatorWithdrawAddress`,
    wire.QueryDelegatorWithdrawAddressRequest,
    wire.QueryDelegatorWithdrawAddressResponse,
    (k, { delegatorAddress }) => ({ withdrawAddress: withdrawAddress(k, delegatorAddress) }),
  ),
];
