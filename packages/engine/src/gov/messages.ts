import { cosmosGov, cosmosGovV1beta1 } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { parseCoins } from "../bank/index.js";
import { decText, tryParseWireDec } from "../math/index.js";
import {
  emit,
  handler,
  isRejection,
  type MessageCategory,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { addDeposit } from "./deposit.js";
import { govRejection } from "./errors.js";
import { updateParams } from "./params.js";
import type { GovKernel } from "./state.js";
import { submitProposal } from "./submit.js";
import { castVote, castWeightedVote } from "./vote.js";

const EMPTY = new Uint8Array();

function deposit(k: GovKernel, m: cosmosGov.MsgDeposit): Rejection | Uint8Array {
  if (!isValidAddress(m.depositor)) {
    return reject("sdk", 7, `invalid depositor address: ${m.depositor}: invalid address`);
  }
  const coins = parseCoins(m.amount);
  if (isRejection(coins)) return coins;
  if (coins.length === 0) return reject("sdk", 10, ": invalid coins");
  const added = addDeposit(k, m.proposalId, m.depositor, coins);
  if (isRejection(added)) return added;
  if (added.votingStarted) {
    emit(k, "proposal_deposit", [["voting_period_start", `${m.proposalId}`]]);
  }
  return EMPTY;
}

function message<M>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  category: MessageCategory,
  signer: (m: M) => string,
  handle: (k: GovKernel, m: M) => Rejection | Uint8Array,
): MessageHandler<GovKernel, unknown> {
  return handler<GovKernel, M>({
    typeUrl: `/cosmos.gov.v1.${name}`,
    codec,
    category,
    signers: (m) => [signer(m)],
    validateBasic: () => undefined,
    handle,
  });
}

/**
 * Never accepted on this chain (app.md §1.8): the ante chain refuses it, a carried one reports
 * itself.
 */
function cancelProposal(): Rejection {
  return reject("sdk", 37, "proposals cannot be cancelled: feature not supported");
}

/** There are no legacy contents here. */
function execLegacyContent(): Rejection {
  return reject("gov", 9, "no handler exists for proposal type");
}

/** The old form of proposals: known, never accepted (app.md §1.8). */
const legacySubmit = handler<GovKernel, cosmosGovV1beta1.MsgSubmitProposal>({
  typeUrl: "/cosmos.gov.v1beta1.MsgSubmitProposal",
  codec: cosmosGovV1beta1.MsgSubmitProposal,
  category: "unsupported",
  signers: (m) => [m.proposer],
  validateBasic: () => undefined,
  handle: () => reject("sdk", 18, "unsupported msg: invalid request"),
});

type LegacyVote = cosmosGovV1beta1.MsgVote;
type LegacyWeightedVote = cosmosGovV1beta1.MsgVoteWeighted;

/** The old forms of votes and deposits do what the new ones do, without metadata. */
const legacyMessages: MessageHandler<GovKernel, unknown>[] = [
  handler<GovKernel, LegacyVote>({
    typeUrl: "/cosmos.gov.v1beta1.MsgVote",
    codec: cosmosGovV1beta1.MsgVote,
    category: "normal",
    signers: (m) => [m.voter],
    validateBasic: () => undefined,
    handle: (k, m) => castVote(k, { ...m, option: m.option as number, metadata: "" }),
  }),
  handler<GovKernel, LegacyWeightedVote>({
    typeUrl: "/cosmos.gov.v1beta1.MsgVoteWeighted",
    codec: cosmosGovV1beta1.MsgVoteWeighted,
    category: "normal",
    signers: (m) => [m.voter],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const options: cosmosGov.WeightedVoteOption[] = [];
      for (const { option, weight } of m.options) {
        const value = tryParseWireDec(weight);
        if (value === undefined) return govRejection(7, `weight ${weight}`);
        options.push({ option: option as number, weight: decText(value) });
      }
      return castWeightedVote(k, { ...m, options, metadata: "" });
    },
  }),
  handler<GovKernel, cosmosGovV1beta1.MsgDeposit>({
    typeUrl: "/cosmos.gov.v1beta1.MsgDeposit",
    codec: cosmosGovV1beta1.MsgDeposit,
    category: "normal",
    signers: (m) => [m.depositor],
    validateBasic: () => undefined,
    handle: deposit,
  }),
];

/** Cosmos gov messages; all their rules count at delivery. */
export const govMessages: MessageHandler<GovKernel, unknown>[] = [
  legacySubmit,
  ...legacyMessages,
  message(
    "MsgSubmitProposal",
    cosmosGov.MsgSubmitProposal,
    "nested",
    (m) => m.proposer,
    submitProposal,
  ),
  message("MsgVote", cosmosGov.MsgVote, "normal", (m) => m.voter, castVote),
  message("MsgVoteWeighted", cosmosGov.MsgVoteWeighted, "normal", (m) => m.voter, castWeightedVote),
  message("MsgDeposit", cosmosGov.MsgDeposit, "normal", (m) => m.depositor, deposit),
  message(
    "MsgCancelProposal",
    cosmosGov.MsgCancelProposal,
    "unsupported",
    (m) => m.proposer,
    cancelProposal,
  ),
  message(
    "MsgExecLegacyContent",
    cosmosGov.MsgExecLegacyContent,
    "internal",
    (m) => m.authority,
    execLegacyContent,
  ),
  message(
    "MsgUpdateParams",
    cosmosGov.MsgUpdateParams,
    "internal",
    (m) => m.authority,
    updateParams,
  ),
];
