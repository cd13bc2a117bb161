import { cosmosGov } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import {
  invalidArgument,
  notFound,
  paginate,
  type Query,
  type QueryFailure,
  query,
} from "../query/index.js";
import { utf8 } from "../state/index.js";
import {
  allProposals,
  byAddressKey,
  type GovKernel,
  getProposal,
  govParams,
  recordsOf,
} from "./state.js";
import { tally } from "./tally.js";

const SERVICE = "/cosmos.gov.v1.Query";
const Status = cosmosGov.ProposalStatus;

/** Store key of a proposal: its id, eight bytes, big-endian. */
function idKey(id: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, id);
  return bytes;
}

/** The parameters, and those of one deprecated group when the path names it. */
function paramsOf(k: GovKernel, type: string): cosmosGov.QueryParamsResponse | QueryFailure {
  const params = govParams(k);
  const none = { votingParams: undefined, depositParams: undefined, tallyParams: undefined };
  const { votingPeriod, minDeposit, maxDepositPeriod, quorum, threshold, vetoThreshold } = params;
  switch (type) {
    case "voting":
      return { ...none, votingParams: { votingPeriod }, params };
    case "deposit":
      return { ...none, depositParams: { minDeposit, maxDepositPeriod }, params };
    case "tallying":
      return { ...none, tallyParams: { quorum, threshold, vetoThreshold }, params };
    case "":
      return { ...none, params };
    default:
      return invalidArgument(`${type} is not a valid parameter type`);
  }
}

const proposalQueries: readonly Query<GovKernel>[] = [
  query(
    `${SERVICE}/Proposals`,
    cosmosGov.QueryProposalsRequest,
    cosmosGov.QueryProposalsResponse,
    (k, q) => {
      const bad = [q.voter, q.depositor].find((a) => a !== "" && !isValidAddress(a));
      if (bad !== undefined) return invalidArgument(`invalid address: ${bad}`);
      const all = allProposals(k).filter(
        (p) =>
          (q.proposalStatus === Status.PROPOSAL_STATUS_UNSPECIFIED ||
            p.status === q.proposalStatus) &&
          (q.voter === "" || k.gov.votes.has(byAddressKey(p.id, q.voter))) &&
          (q.depositor === "" || k.gov.deposits.has(byAddressKey(p.id, q.depositor))),
      );
      const page = paginate(all, (p) => idKey(p.id), q.pagination);
      if ("failureCode" in page) return page;
      return { proposals: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/Proposal`,
    cosmosGov.QueryProposalRequest,
    cosmosGov.QueryProposalResponse,
    (k, { proposalId }) => {
      const proposal = getProposal(k, proposalId);
      return proposal === undefined
        ? notFound(`proposal ${proposalId} doesn't exist`)
        : { proposal };
    },
  ),
  query(
    `${SERVICE}/TallyResult`,
    cosmosGov.QueryTallyResultRequest,
    cosmosGov.QueryTallyResultResponse,
    (k, { proposalId }) => {
      const proposal = getProposal(k, proposalId);
      if (proposal === undefined) return notFound(`proposal ${proposalId} doesn't exist`);
      const isOpen = proposal.status === Status.PROPOSAL_STATUS_VOTING_PERIOD;
      return { tally: isOpen ? tally(k, proposal).result : proposal.finalTallyResult };
    },
  ),
];

const recordQueries: readonly Query<GovKernel>[] = [
  query(
    `${SERVICE}/Vote`,
    cosmosGov.QueryVoteRequest,
    cosmosGov.QueryVoteResponse,
    (k, { proposalId, voter }) => {
      if (!isValidAddress(voter)) return invalidArgument("empty voter address");
      const vote = k.gov.votes.get(byAddressKey(proposalId, voter));
      return vote === undefined
        ? invalidArgument(`voter: ${voter} not found for proposal: ${proposalId}`)
        : { vote };
    },
  ),
  query(
    `${SERVICE}/Votes`,
    cosmosGov.QueryVotesRequest,
    cosmosGov.QueryVotesResponse,
    (k, { proposalId, pagination }) => {
      const all = recordsOf(k.gov.votes, proposalId).map(([, v]) => v);
      const page = paginate(all, (v) => utf8(v.voter), pagination);
      if ("failureCode" in page) return page;
      return { votes: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/Deposit`,
    cosmosGov.QueryDepositRequest,
    cosmosGov.QueryDepositResponse,
    (k, { proposalId, depositor }) => {
      if (!isValidAddress(depositor)) return invalidArgument("empty depositor address");
      const deposit = k.gov.deposits.get(byAddressKey(proposalId, depositor));
      return deposit === undefined
        ? invalidArgument(`depositer: ${depositor} not found for proposal: ${proposalId}`)
        : { deposit };
    },
  ),
  query(
    `${SERVICE}/Deposits`,
    cosmosGov.QueryDepositsRequest,
    cosmosGov.QueryDepositsResponse,
    (k, { proposalId, pagination }) => {
      const all = recordsOf(k.gov.deposits, proposalId).map(([, d]) => d);
      const page = paginate(all, (d) => utf8(d.depositor), pagination);
      if ("failureCode" in page) return page;
      return { deposits: page.items, pagination: page.pagination };
    },
  ),
];

export const govQueries: readonly Query<GovKernel>[] = [
  ...proposalQueries,
  ...recordQueries,
  query(
    `${SERVICE}/Params`,
    cosmosGov.QueryParamsRequest,
    cosmosGov.QueryParamsResponse,
    (k, { paramsType }) => paramsOf(k, paramsType),
  ),
  query(
    `${SERVICE}/Constitution`,
    cosmosGov.QueryConstitutionRequest,
    cosmosGov.QueryConstitutionResponse,
    (k) => ({ constitution: k.gov.constitution.get() ?? "" }),
  ),
];
