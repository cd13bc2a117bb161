import {
  ACCOUNT_PREFIX,
  bech32Convert,
  cosmosEd25519,
  cosmosStaking,
  isBech32Address,
  OPERATOR_PREFIX,
} from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { decText, tryParseWireDec } from "../math/index.js";
import {
  emit,
  handler,
  isRejection,
  type MessageHandler,
  nsOf,
  partsOfNs,
  type Rejection,
  reject,
  rfc3339Seconds,
} from "../state/index.js";
import { cancelUnbonding } from "./cancelUnbonding.js";
import { createValidator } from "./createValidator.js";
import { delegate, sharesToUnbond, undelegate } from "./delegate.js";
import { descriptionRejection } from "./description.js";
import { editValidator } from "./editValidator.js";
import { invalidRequest, stakingRejection } from "./errors.js";
import { beginRedelegation } from "./redelegate.js";
import { getValidator, type StakingKernel, stakingParams } from "./state.js";

const EMPTY = new Uint8Array();
const PACKAGE = "/cosmos.staking.v1beta1";

function addressRejection(validator: string, delegator: string): Rejection | undefined {
  if (!isBech32Address(validator, OPERATOR_PREFIX)) {
    return reject("sdk", 7, `invalid validator address: ${validator}: invalid address`);
  }
  if (!isValidAddress(delegator)) {
    return reject("sdk", 7, `invalid delegator address: ${delegator}: invalid address`);
  }
  return undefined;
}

/** The amount of a coin in the bond denom. `what` names it in the refusal. */
function positiveAmount(
  coin: { denom: string; amount: string } | undefined,
  what: string,
): Rejection | bigint {
  const amount = /^\d+$/.test(coin?.amount ?? "") ? BigInt(coin?.amount ?? "0") : 0n;
  return amount > 0n ? amount : invalidRequest(what);
}

function denomRejection(k: StakingKernel, denom: string): Rejection | undefined {
  const expected = stakingParams(k).bondDenom;
  return denom === expected
    ? undefined
    : invalidRequest(`invalid coin denomination: got ${denom}, expected ${expected}`);
}

function handleDelegate(k: StakingKernel, m: cosmosStaking.MsgDelegate): Rejection | Uint8Array {
  const address = addressRejection(m.validatorAddress, m.delegatorAddress);
  if (address !== undefined) return address;
  const amount = positiveAmount(m.amount, "invalid delegation amount");
  if (isRejection(amount)) return amount;
  const validator = getValidator(k, m.validatorAddress);
  if (validator === undefined) return stakingRejection(3);
  const denom = m.amount?.denom ?? "";
  const wrong = denomRejection(k, denom);
  if (wrong !== undefined) return wrong;
  const shares = delegate(k, m.delegatorAddress, amount, validator);
  if (isRejection(shares)) return shares;
  emit(k, "delegate", [
    ["validator", m.validatorAddress],
    ["delegator", m.delegatorAddress],
    ["amount", `${amount}${denom}`],
    ["new_shares", decText(shares)],
  ]);
  return EMPTY;
}

function handleUndelegate(
  k: StakingKernel,
  m: cosmosStaking.MsgUndelegate,
): Rejection | Uint8Array {
  const address = addressRejection(m.validatorAddress, m.delegatorAddress);
  if (address !== undefined) return address;
  const amount = positiveAmount(m.amount, "invalid shares amount");
  if (isRejection(amount)) return amount;
  const shares = sharesToUnbond(k, m.delegatorAddress, m.validatorAddress, amount);
  if (isRejection(shares)) return shares;
  const denom = m.amount?.denom ?? "";
  const wrong = denomRejection(k, denom);
  if (wrong !== undefined) return wrong;
  const left = undelegate(k, m.delegatorAddress, m.validatorAddress, shares);
  if (isRejection(left)) return left;
  emit(k, "unbond", [
    ["validator", m.validatorAddress],
    ["delegator", m.delegatorAddress],
    ["amount", `${left.tokens}${denom}`],
    ["completion_time", rfc3339Seconds(left.completionNs)],
  ]);
  return cosmosStaking.MsgUndelegateResponse.encode({
    completionTime: partsOfNs(left.completionNs),
    amount: { denom, amount: left.tokens.toString() },
  }).finish();
}

function handleRedelegate(
  k: StakingKernel,
  m: cosmosStaking.MsgBeginRedelegate,
): Rejection | Uint8Array {
  const { validatorSrcAddress: source, validatorDstAddress: destination } = m;
  const address =
    addressRejection(source, m.delegatorAddress) ??
    addressRejection(destination, m.delegatorAddress);
  if (address !== undefined) return address;
  const amount = positiveAmount(m.amount, "invalid shares amount");
  if (isRejection(amount)) return amount;
  const shares = sharesToUnbond(k, m.delegatorAddress, source, amount);
  if (isRejection(shares)) return shares;
  const denom = m.amount?.denom ?? "";
  const wrong = denomRejection(k, denom);
  if (wrong !== undefined) return wrong;
  const completionNs = beginRedelegation(k, m.delegatorAddress, source, destination, shares);
  if (isRejection(completionNs)) return completionNs;
  emit(k, "redelegate", [
    ["source_validator", source],
    ["destination_validator", destination],
    ["amount", `${amount}${denom}`],
    ["completion_time", rfc3339Seconds(completionNs)],
  ]);
  return cosmosStaking.MsgBeginRedelegateResponse.encode({
    completionTime: partsOfNs(completionNs),
  }).finish();
}

function handleCancelUnbonding(
  k: StakingKernel,
  m: cosmosStaking.MsgCancelUnbondingDelegation,
): Rejection | Uint8Array {
  const address = addressRejection(m.validatorAddress, m.delegatorAddress);
  if (address !== undefined) return address;
  const amount = positiveAmount(m.amount, "invalid amount");
  if (isRejection(amount)) return amount;
  if (m.creationHeight <= 0n) return invalidRequest("invalid height");
  const denom = m.amount?.denom ?? "";
  const refused =
    denomRejection(k, denom) ??
    cancelUnbonding(k, m.delegatorAddress, m.validatorAddress, amount, m.creationHeight);
  if (refused !== undefined) return refused;
  emit(k, "cancel_unbonding_delegation", [
    ["amount", `${amount}${denom}`],
    ["validator", m.validatorAddress],
    ["delegator", m.delegatorAddress],
    ["creation_height", m.creationHeight.toString()],
  ]);
  return EMPTY;
}

function handleCreateValidator(
  k: StakingKernel,
  m: cosmosStaking.MsgCreateValidator,
): Rejection | Uint8Array {
  const { description, commission, value, pubkey } = m;
  if (!isBech32Address(m.validatorAddress, OPERATOR_PREFIX)) {
    return reject("sdk", 7, `invalid validator address: ${m.validatorAddress}: invalid address`);
  }
  if (pubkey === undefined) return reject("staking", 39, "empty validator public key");
  if (pubkey.typeUrl !== "/cosmos.crypto.ed25519.PubKey") {
    return reject("staking", 6, `got: ${pubkey.typeUrl}: validator pubkey type is not supported`);
  }
  if (description === undefined || description.moniker === "") {
    return invalidRequest("empty description");
  }
  const tooLong = descriptionRejection(description);
  if (tooLong !== undefined) return tooLong;
  const rates = [commission?.rate, commission?.maxRate, commission?.maxChangeRate].map((text) =>
    tryParseWireDec(text ?? ""),
  );
  const [rate, maxRate, maxChangeRate] = rates;
  if (rate === undefined || maxRate === undefined || maxChangeRate === undefined) {
    return invalidRequest("empty commission");
  }
  const refused = createValidator(k, {
    operatorAddress: m.validatorAddress,
    consensusKey: toBase64(cosmosEd25519.PubKey.decode(pubkey.value).key),
    description,
    rate,
    maxRate,
    maxChangeRate,
    minSelfDelegation: integerOf(m.minSelfDelegation),
    denom: value?.denom ?? "",
    tokens: integerOf(value?.amount ?? ""),
  });
  if (refused !== undefined) return refused;
  emit(k, "create_validator", [
    ["validator", m.validatorAddress],
    ["amount", `${value?.amount}${value?.denom}`],
  ]);
  return EMPTY;
}

function integerOf(text: string): bigint {
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function updateParams(k: StakingKernel, m: cosmosStaking.MsgUpdateParams): Rejection | Uint8Array {
  const refused = authorityRejection(m.authority);
  if (refused !== undefined) return refused;
  const { params } = m;
  if (params === undefined || nsOf(params.unbondingTime) <= 0n) {
    return invalidRequest("unbonding time must be positive");
  }
  if (params.maxValidators === 0) return invalidRequest("max validators must be positive: 0");
  if (params.maxEntries === 0) return invalidRequest("max entries must be positive: 0");
  if (params.bondDenom.trim() === "") return invalidRequest("bond denom cannot be blank");
  if (tryParseWireDec(params.minCommissionRate) === undefined) {
    return invalidRequest("minimum commission rate cannot be nil");
  }
  k.staking.params.set(params);
  return EMPTY;
}

function user<M>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  signer: (m: M) => string,
  handle: (k: StakingKernel, m: M) => Rejection | Uint8Array,
): MessageHandler<StakingKernel, unknown> {
  return handler<StakingKernel, M>({
    typeUrl: `${PACKAGE}.${name}`,
    codec,
    category: "normal",
    signers: (m) => [signer(m)],
    validateBasic: () => undefined,
    handle,
  });
}

const operatorAccount = (m: { validatorAddress: string }): string =>
  isBech32Address(m.validatorAddress, OPERATOR_PREFIX)
    ? bech32Convert(m.validatorAddress, ACCOUNT_PREFIX)
    : "";
const delegatorOf = (m: { delegatorAddress: string }): string => m.delegatorAddress;

/** Cosmos staking messages; all their rules count at delivery (app.md §1.7). */
export const stakingMessages: MessageHandler<StakingKernel, unknown>[] = [
  user(
    "MsgCreateValidator",
    cosmosStaking.MsgCreateValidator,
    operatorAccount,
    handleCreateValidator,
  ),
  user(
    "MsgEditValidator",
    cosmosStaking.MsgEditValidator,
    operatorAccount,
    (k, m) => editValidator(k, m) ?? EMPTY,
  ),
  user("MsgDelegate", cosmosStaking.MsgDelegate, delegatorOf, handleDelegate),
  user("MsgUndelegate", cosmosStaking.MsgUndelegate, delegatorOf, handleUndelegate),
  user("MsgBeginRedelegate", cosmosStaking.MsgBeginRedelegate, delegatorOf, handleRedelegate),
  user(
    "MsgCancelUnbondingDelegation",
    cosmosStaking.MsgCancelUnbondingDelegation,
    delegatorOf,
    handleCancelUnbonding,
  ),
  handler<StakingKernel, cosmosStaking.MsgUpdateParams>({
    typeUrl: `${PACKAGE}.MsgUpdateParams`,
    codec: cosmosStaking.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: updateParams,
  }),
];
