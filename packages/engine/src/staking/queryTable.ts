import { cosmosEd25519, cosmosStaking, encodeAny } from "@perpetua/protocol";
import { balanceOf } from "../bank/index.js";
import { decTruncate } from "../math/index.js";
import { invalidArgument, notFound, paginate, type Query, query } from "../query/index.js";
import { partsOfNs, utf8 } from "../state/index.js";
import { bondedPoolAddress, notBondedPoolAddress } from "./pools.js";
import { tokensFromShares } from "./shares.js";
import {
  BondStatus,
  type Delegation,
  delegationsOf,
  getDelegation,
  getValidator,
  type StakingKernel,
  stakingParams,
  type UnbondingEntry,
  type Validator,
  validators,
} from "./state.js";

const SERVICE = "/cosmos.staking.v1beta1.Query";

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (ch) => ch.charCodeAt(0));
}

function wireValidator(v: Validator): cosmosStaking.Validator {
  const key = cosmosEd25519.PubKey.fromPartial({ key: fromBase64(v.consensusKey) });
  return {
    operatorAddress: v.operatorAddress,
    consensusPubkey: encodeAny("/cosmos.crypto.ed25519.PubKey", key),
    jailed: v.jailed,
    status: v.status as number,
    tokens: v.tokens.toString(),
    delegatorShares: v.delegatorShares.toString(),
    description: { ...v.description },
    unbondingHeight: BigInt(v.unbondingHeight),
    unbondingTime: partsOfNs(v.unbondingTimeNs),
    commission: {
      commissionRates: {
        rate: v.commissionRate.toString(),
        maxRate: v.commissionMaxRate.toString(),
        maxChangeRate: v.commissionMaxChangeRate.toString(),
      },
      updateTime: partsOfNs(v.commissionUpdatedNs),
    },
    minSelfDelegation: v.minSelfDelegation.toString(),
    unbondingOnHoldRefCount: 0n,
    unbondingIds: [],
  };
}

function delegationResponse(
  k: StakingKernel,
  delegatorAddress: string,
  { validator, shares }: Delegation,
): cosmosStaking.DelegationResponse {
  const v = getValidator(k, validator);
  const tokens = v === undefined ? 0n : decTruncate(tokensFromShares(v, shares));
  return {
    delegation: { delegatorAddress, validatorAddress: validator, shares: shares.toString() },
    balance: { denom: stakingParams(k).bondDenom, amount: tokens.toString() },
  };
}

function wireUnbonding(
  key: string,
  entries: readonly UnbondingEntry[],
): cosmosStaking.UnbondingDelegation {
  const [delegatorAddress = "", validatorAddress = ""] = key.split("/");
  return {
    delegatorAddress,
    validatorAddress,
    entries: entries.map((e) => ({
      creationHeight: BigInt(e.creationHeight),
      completionTime: partsOfNs(e.completionNs),
      initialBalance: e.initialBalance.toString(),
      balance: e.balance.toString(),
      unbondingId: e.unbondingId,
      unbondingOnHoldRefCount: 0n,
    })),
  };
}

const STATUS_NAMES: Readonly<Record<string, BondStatus>> = {
  BOND_STATUS_UNBONDED: BondStatus.Unbonded,
  BOND_STATUS_UNBONDING: BondStatus.Unbonding,
  BOND_STATUS_BONDED: BondStatus.Bonded,
};

const validatorQueries: readonly Query<StakingKernel>[] = [
  query(
    `${SERVICE}/Validators`,
    cosmosStaking.QueryValidatorsRequest,
    cosmosStaking.QueryValidatorsResponse,
    (k, { status, pagination }) => {
      const wanted = STATUS_NAMES[status];
      if (status !== "" && status !== "BOND_STATUS_UNSPECIFIED" && wanted === undefined) {
        return invalidArgument(`invalid validator status ${status}`);
      }
      const all = validators(k).filter((v) => wanted === undefined || v.status === wanted);
      const page = paginate(all, (v) => utf8(v.operatorAddress), pagination);
      if ("failureCode" in page) return page;
      return { validators: page.items.map(wireValidator), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/Validator`,
    cosmosStaking.QueryValidatorRequest,
    cosmosStaking.QueryValidatorResponse,
    (k, { validatorAddr }) => {
      const v = getValidator(k, validatorAddr);
      if (v === undefined) return notFound(`validator ${validatorAddr} not found`);
      return { validator: wireValidator(v) };
    },
  ),
  query(
    `${SERVICE}/ValidatorDelegations`,
    cosmosStaking.QueryValidatorDelegationsRequest,
    cosmosStaking.QueryValidatorDelegationsResponse,
    (k, { validatorAddr, pagination }) => {
      const all = [...k.staking.delegations.entries()].flatMap(([delegator, list]) =>
        list
          .filter((d) => d.validator === validatorAddr)
          .map((d) => delegationResponse(k, delegator, d)),
      );
      const keyOf = (d: cosmosStaking.DelegationResponse) =>
        utf8(d.delegation?.delegatorAddress ?? "");
      const page = paginate(all, keyOf, pagination);
      if ("failureCode" in page) return page;
      return { delegationResponses: page.items, pagination: page.pagination };
    },
  ),
];

const delegatorQueries: readonly Query<StakingKernel>[] = [
  query(
    `${SERVICE}/Delegation`,
    cosmosStaking.QueryDelegationRequest,
    cosmosStaking.QueryDelegationResponse,
    (k, { delegatorAddr, validatorAddr }) => {
      const d = getDelegation(k, delegatorAddr, validatorAddr);
      if (d === undefined) {
        const text = `delegation with delegator ${delegatorAddr} not found for validator ${validatorAddr}`;
        return notFound(text);
      }
      return { delegationResponse: delegationResponse(k, delegatorAddr, d) };
    },
  ),
  query(
    `${SERVICE}/DelegatorDelegations`,
    cosmosStaking.QueryDelegatorDelegationsRequest,
    cosmosStaking.QueryDelegatorDelegationsResponse,
    (k, { delegatorAddr, pagination }) => {
      const page = paginate(delegationsOf(k, delegatorAddr), (d) => utf8(d.validator), pagination);
      if ("failureCode" in page) return page;
      return {
        delegationResponses: page.items.map((d) => delegationResponse(k, delegatorAddr, d)),
        pagination: page.pagination,
      };
    },
  ),
  query(
    `${SERVICE}/DelegatorValidators`,
    cosmosStaking.QueryDelegatorValidatorsRequest,
    cosmosStaking.QueryDelegatorValidatorsResponse,
    (k, { delegatorAddr, pagination }) => {
      const all = delegationsOf(k, delegatorAddr).flatMap(
        (d) => getValidator(k, d.validator) ?? [],
      );
      const page = paginate(all, (v) => utf8(v.operatorAddress), pagination);
      if ("failureCode" in page) return page;
      return { validators: page.items.map(wireValidator), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/UnbondingDelegation`,
    cosmosStaking.QueryUnbondingDelegationRequest,
    cosmosStaking.QueryUnbondingDelegationResponse,
    (k, { delegatorAddr, validatorAddr }) => {
      const key = `${delegatorAddr}/${validatorAddr}`;
      const entries = k.staking.unbondings.get(key);
      if (entries === undefined) {
        const text = `unbonding delegation with delegator ${delegatorAddr} not found for validator ${validatorAddr}`;
        return notFound(text);
      }
      return { unbond: wireUnbonding(key, entries) };
    },
  ),
  query(
    `${SERVICE}/DelegatorUnbondingDelegations`,
    cosmosStaking.QueryDelegatorUnbondingDelegationsRequest,
    cosmosStaking.QueryDelegatorUnbondingDelegationsResponse,
    (k, { delegatorAddr, pagination }) => {
      const all = [...k.staking.unbondings.entries()]
        .filter(([key]) => key.startsWith(`${delegatorAddr}/`))
        .map(([key, entries]) => wireUnbonding(key, entries));
      const page = paginate(all, (u) => utf8(u.validatorAddress), pagination);
      if ("failureCode" in page) return page;
      return { unbondingResponses: page.items, pagination: page.pagination };
    },
  ),
];

export const stakingQueries: readonly Query<StakingKernel>[] = [
  ...validatorQueries,
  ...delegatorQueries,
  query(`${SERVICE}/Pool`, cosmosStaking.QueryPoolRequest, cosmosStaking.QueryPoolResponse, (k) => {
    const denom = stakingParams(k).bondDenom;
    const tokens = (address: string) => balanceOf(k, address, denom).toString();
    return {
      pool: {
        notBondedTokens: tokens(notBondedPoolAddress()),
        bondedTokens: tokens(bondedPoolAddress()),
      },
    };
  }),
  query(
    `${SERVICE}/Params`,
    cosmosStaking.QueryParamsRequest,
    cosmosStaking.QueryParamsResponse,
    (k) => ({ params: stakingParams(k) }),
  ),
];
