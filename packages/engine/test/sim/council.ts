import {
  cosmosGov,
  encodeAny,
  fromProtoJson,
  GOV_MODULE_ADDRESS,
  type JsonValue,
} from "@perpetua/protocol";
import { validators } from "../../src/staking/index.js";
import { buildTransaction, type SimAccount, type SimMessage } from "./accounts.js";
import type { SimCommand } from "./commands.js";
import { messageOf } from "./draw.js";
import { type DecisionContext, someDecision } from "./governance.js";
import { listingStory } from "./listings.js";
import type { SimView } from "./orders.js";
import { consensusAddress } from "./staking.js";

const { PROPOSAL_STATUS_DEPOSIT_PERIOD: WAITING } = cosmosGov.ProposalStatus;
const tnt = (amount: number) => [{ denom: "adv4tnt", amount: String(amount) }];

/** A message of proto-JSON that governance signs. */
function governed(json: Record<string, unknown>): SimMessage {
  const { "@type": type, ...members } = { authority: GOV_MODULE_ADDRESS, ...json } as Record<
    string,
    JsonValue
  >;
  return encodeAny(String(type), fromProtoJson(String(type).slice(1), members));
}

/** Fails at execution, so that what stood before it in its proposal is undone. */
function hopeless(): SimMessage {
  return governed({
    "@type": "/cosmos.distribution.v1beta1.MsgCommunityPoolSpend",
    recipient: GOV_MODULE_ADDRESS,
    amount: tnt(Number.MAX_SAFE_INTEGER),
  });
}

/** One decision, several, or several of which the last one fails. */
function agenda(v: SimView, c: DecisionContext): SimMessage[] {
  const { rng } = v;
  if (rng.chance(120)) return listingStory(v).map(governed);
  const messages = Array.from({ length: rng.pick([1, 1, 2, 3]) }, () => governed(someDecision(c)));
  return rng.chance(200) ? [...messages, hopeless()] : messages;
}

function proposal(v: SimView, proposer: SimAccount): SimMessage {
  const { rng } = v;
  const context = {
    rng,
    markets: v.markets,
    addresses: v.accounts.slice(0, 20).map(({ address }) => address),
    validator: consensusAddress(rng.pick(validators(v.k)).consensusKey),
    seconds: v.seconds,
  };
  const expedited = rng.chance(200);
  return messageOf("cosmos.gov.v1.MsgSubmitProposal", {
    messages: agenda(v, context),
    initialDeposit: tnt(expedited ? 50_000_000 : rng.pick([2_000_000, 10_000_000, 10_000_000])),
    proposer: proposer.address,
    title: "sim",
    summary: "sim",
    expedited,
  });
}

function vote(v: SimView, voter: SimAccount, proposalId: bigint): SimMessage {
  const option = v.rng.weighted([
    [12, 1],
    [1, 2],
    [2, 3],
    [1, 4],
  ] as const);
  if (!v.rng.chance(200)) {
    return messageOf("cosmos.gov.v1.MsgVote", { proposalId, voter: voter.address, option });
  }
  const options = [
    { option: 1, weight: "0.700000000000000000" },
    { option: 3, weight: "0.300000000000000000" },
  ];
  return messageOf("cosmos.gov.v1.MsgVoteWeighted", { proposalId, voter: voter.address, options });
}

/** What the council and other voters do in a block: propose, fund, vote. */
export function councilCommands(v: SimView, council: SimAccount): SimCommand[] {
  const { rng, k } = v;
  const acts: [string, SimAccount, SimMessage][] = [];
  if (rng.chance(700)) acts.push(["proposal", council, proposal(v, council)]);
  for (const key of k.gov.open.sortedKeys()) {
    const open = k.gov.proposals.get(key);
    if (open === undefined || !rng.chance(750)) continue;
    const other = rng.pick(v.accounts);
    if (open.status === WAITING) {
      const deposit = { proposalId: open.id, depositor: other.address, amount: tnt(8_000_000) };
      acts.push(["gov deposit", other, messageOf("cosmos.gov.v1.MsgDeposit", deposit)]);
      continue;
    }
    acts.push(["vote", council, vote(v, council, open.id)]);
    if (rng.chance(300)) acts.push(["vote", other, vote(v, other, open.id)]);
  }
  const next = new Map<string, bigint>();
  return acts.map(([label, signer, message]) => {
    const sequence = next.get(signer.address) ?? v.sequence(signer.address);
    next.set(signer.address, sequence + 1n);
    const bytes = buildTransaction(signer, [message], { sequence, fee: 25_000n, gas: 1_000_000n });
    return { label, sender: signer.address, bytes };
  });
}
