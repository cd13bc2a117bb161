import { cosmosGov } from "@perpetua/protocol";
import { GOV_ADDRESS, isValidAddress } from "../auth/index.js";
import { parseCoins } from "../bank/index.js";
import {
  type AnyMessage,
  blockTimeNs,
  byteLength,
  emit,
  isRejection,
  nsOf,
  partsOfNs,
  type Rejection,
  reject,
} from "../state/index.js";
import { addDeposit, depositDenomRejection, initialDepositRejection } from "./deposit.js";
import { govRejection } from "./errors.js";
import { type GovKernel, govParams, setProposal } from "./state.js";

const MAX_METADATA = 255;
const MAX_SUMMARY = 40 * MAX_METADATA;
const ZERO_TALLY = { yesCount: "0", abstainCount: "0", noCount: "0", noWithVetoCount: "0" };

function invalidRequest(text: string): Rejection {
  return reject("sdk", 18, `${text}: invalid request`);
}

/** MsgSubmitProposal: rules, the proposal, its first deposit. All of it counts at delivery. */
export function submitProposal(
  k: GovKernel,
  m: cosmosGov.MsgSubmitProposal,
): Rejection | Uint8Array {
  const refused = textRejection(m);
  if (refused !== undefined) return refused;
  const deposit = parseCoins(m.initialDeposit);
  if (isRejection(deposit)) return deposit;
  const underfunded =
    initialDepositRejection(k, deposit, m.expedited) ?? depositDenomRejection(k, deposit);
  if (underfunded !== undefined) return underfunded;
  const tooLong = lengthRejection(m);
  if (tooLong !== undefined) return tooLong;
  for (const message of m.messages) {
    const bad = messageRejection(k, message);
    if (bad !== undefined) return bad;
  }
  const id = storeProposal(k, m);
  emit(k, "submit_proposal", [
    ["proposal_id", `${id}`],
    ["proposal_messages", m.messages.map((x) => `,${x.typeUrl}`).join("")],
  ]);
  const added = addDeposit(k, id, m.proposer, deposit);
  if (isRejection(added)) return added;
  if (added.votingStarted) emit(k, "submit_proposal", [["voting_period_start", `${id}`]]);
  return cosmosGov.MsgSubmitProposalResponse.encode({ proposalId: id }).finish();
}

function textRejection(m: cosmosGov.MsgSubmitProposal): Rejection | undefined {
  if (m.title === "") return invalidRequest("proposal title cannot be empty");
  if (m.summary === "") return invalidRequest("proposal summary cannot be empty");
  if (!isValidAddress(m.proposer)) {
    return reject("sdk", 7, `invalid proposer address: ${m.proposer}: invalid address`);
  }
  if (m.messages.length === 0 && m.metadata === "") {
    return govRejection(11, "either metadata or Msgs length must be non-nil");
  }
  return metadataRejection(m);
}

/** Metadata in the recommended JSON form must repeat title and summary. */
function metadataRejection(m: cosmosGov.MsgSubmitProposal): Rejection | undefined {
  const parsed = parseMetadata(m.metadata);
  if (parsed === undefined) return undefined;
  const { title = "", summary = "" } = parsed;
  if (title !== m.title) {
    return invalidRequest(`metadata title '${title}' must equal proposal title '${m.title}'`);
  }
  if (summary !== m.summary) {
    return invalidRequest(
      `metadata summary '${summary}' must equal proposal summary '${m.summary}'`,
    );
  }
  return undefined;
}

function parseMetadata(text: string): { title?: string; summary?: string } | undefined {
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { title?: string; summary?: string }) : undefined;
  } catch {
    return undefined; // Other forms of metadata are free text.
  }
}

function lengthRejection(m: cosmosGov.MsgSubmitProposal): Rejection | undefined {
  const summary = byteLength(m.summary);
  return (
    metadataLengthRejection(m.metadata) ??
    (summary > MAX_SUMMARY
      ? govRejection(22, `got summary with length ${summary}`)
      : metadataLengthRejection(m.title))
  );
}

/** Of a proposal or a vote; a title is measured the same way. */
export function metadataLengthRejection(metadata: string): Rejection | undefined {
  const length = byteLength(metadata);
  if (length <= MAX_METADATA) return undefined;
  return govRejection(15, `got metadata with length ${length}`);
}

/**
 * A proposal carries only valid messages of known types that governance alone signs (traps-node.md
 * 33).
 */
function messageRejection(k: GovKernel, message: AnyMessage): Rejection | undefined {
  const routed = k.routeMessage(message);
  if (routed === undefined) return govRejection(10, message.typeUrl);
  const invalid = routed.validateBasic();
  if (invalid !== undefined) return govRejection(12, invalid.log);
  const [signer = "", ...others] = routed.signers;
  if (others.length > 0 || signer !== GOV_ADDRESS) return govRejection(13, signer);
  return undefined;
}

function storeProposal(k: GovKernel, m: cosmosGov.MsgSubmitProposal): bigint {
  const id = k.gov.nextProposalId.get() ?? 1n;
  k.gov.nextProposalId.set(id + 1n);
  const now = blockTimeNs(k.header);
  setProposal(k, {
    id,
    messages: m.messages,
    status: cosmosGov.ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD,
    finalTallyResult: ZERO_TALLY,
    submitTime: partsOfNs(now),
    depositEndTime: partsOfNs(now + nsOf(govParams(k).maxDepositPeriod)),
    totalDeposit: [],
    votingStartTime: undefined,
    votingEndTime: undefined,
    metadata: m.metadata,
    title: m.title,
    summary: m.summary,
    proposer: m.proposer,
    expedited: m.expedited,
    failedReason: "",
  });
  return id;
}
