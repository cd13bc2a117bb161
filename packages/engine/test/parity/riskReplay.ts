import {
  cosmosGov,
  cosmosTx,
  delaymsg,
  indexerEvents,
  indexerManager,
  indexerV1,
  listing,
  perpetuals as perpetualsWire,
} from "@perpetua/protocol";
import type { RecordedBlock, Recording } from "@perpetua/testkit";
import { affiliatesMessages, volumeAttributions } from "../../src/affiliates/index.js";
import { initGenesis as initAuth } from "../../src/auth/index.js";
import { initGenesis as initBank, mintCoins, sendCoins, USDC_DENOM } from "../../src/bank/index.js";
import * as blocktime from "../../src/blocktime/index.js";
import * as epochs from "../../src/epochs/index.js";
import { feePpm, feetiersMessages, markVaultAddress } from "../../src/feetiers/index.js";
import { floorDiv, max, mulPpmUp, pow10 } from "../../src/math/index.js";
import * as perpetuals from "../../src/perpetuals/index.js";
import { emitPriceUpdate, pricesMessages } from "../../src/prices/index.js";
import { revSharesForFill, revshareMessages } from "../../src/revshare/index.js";
import * as rewards from "../../src/rewards/index.js";
import { deliverGenesisTransactions, initGenesis as initStaking } from "../../src/staking/index.js";
import { GenesisJson, isRejection, type MessageHandler } from "../../src/state/index.js";
import * as stats from "../../src/stats/index.js";
import * as subaccounts from "../../src/subaccounts/index.js";
import * as vest from "../../src/vest/index.js";
import { createWorld, type RiskKernel, setPrice } from "../unit/subaccounts/world.js";

type Events = readonly indexerManager.IndexerTendermintEvent[];
type Handler = MessageHandler<RiskKernel, unknown>;

/** Kinds of recorded events that these modules must reproduce byte for byte. */
const COMPARED = new Set([
  "subaccount_update",
  "funding_values",
  "trading_reward",
  "liquidity_tier",
  "update_perpetual",
  "register_affiliate",
]);

const handlers = new Map<string, Handler>(
  [
    ...affiliatesMessages,
    ...feetiersMessages,
    ...perpetuals.perpetualsMessages,
    ...pricesMessages,
    ...revshareMessages,
    ...rewards.rewardsMessages,
    ...stats.statsMessages,
    ...vest.vestMessages,
  ].map((h) => [h.typeUrl, h as Handler]),
);

/**
 * Drives the risk modules with what a recorded network's clob and sending modules did, as its
 * indexer events tell, and collects every byte in which they differ. Needs no matching engine.
 */
export class RiskReplay {
  readonly k: RiskKernel;
  readonly differences: string[] = [];
  private readonly appState: GenesisJson;
  private readonly qce = new Map<number, number>();
  private readonly proposals = new Map<string, { typeUrl: string; value: Uint8Array }[]>();
  private proposalCount = 0;
  private readonly delayed = new Map<number, { typeUrl: string; value: Uint8Array }[]>();

  constructor(readonly recording: Recording) {
    this.appState = new GenesisJson(recording.genesis(), "genesis").at("app_state");
    this.k = createWorld(0, 1_672_531_200);
    initAuth(this.k, this.appState.at("auth"));
    initBank(this.k, this.appState.at("bank"));
    initStaking(this.k, this.appState.at("staking"));
    deliverGenesisTransactions(this.k, this.appState.at("genutil"));
    subaccounts.initGenesis(this.k, this.appState.at("subaccounts"));
    vest.initGenesis(this.k, this.appState.at("vest"));
    this.k.blocktime.previousBlock.set({ height: 0, seconds: 1_672_531_200, nanos: 0 });
    for (const pair of this.appState.at("clob").at("clob_pairs").list()) {
      this.qce.set(pair.at("id").number(), pair.at("quantum_conversion_exponent").number());
    }
    for (const s of this.appState.at("subaccounts").at("subaccounts").list().slice(1)) {
      markVaultAddress(this.k, s.at("id").at("owner").string());
    }
  }

  run(): void {
    const blocks = new Map(this.recording.blocks().map((b) => [b.height, b]));
    for (const message of this.recording.topic("to-ender")) {
      const bytes = Buffer.from(message.value, "base64");
      const recorded = indexerManager.IndexerTendermintBlock.decode(bytes);
      const block = blocks.get(recorded.height);
      if (block !== undefined) this.block(recorded, block);
    }
  }

  private block(recorded: indexerManager.IndexerTendermintBlock, block: RecordedBlock): void {
    const { k } = this;
    k.registry.clearBlockScoped();
    const { seconds = 0n, nanos = 0 } = recorded.time ?? {};
    k.header = { ...k.header, height: recorded.height, seconds: Number(seconds), nanos };
    blocktime.beginBlock(k);
    epochs.beginBlock(k);
    vest.beginBlock(k);
    const governance = recorded.txHashes.findIndex((h) => h.startsWith("E3B0C44298FC1C14"));
    const events = recorded.events.filter((e) => e.blockEvent === undefined);
    this.transactions(events.filter((e) => e.transactionIndex !== governance));
    this.messages(block);
    this.governance(block);
    this.transactions(events.filter((e) => e.transactionIndex === governance));
    perpetuals.endBlock(k);
    stats.endBlock(k);
    rewards.endBlock(k);
    for (const any of this.delayed.get(recorded.height) ?? []) this.execute(any);
    blocktime.endBlock(k);
    this.compare(recorded);
    subaccounts.checkInvariants(k);
    stats.checkInvariants(k);
    perpetuals.checkInvariants(k);
    k.registry.commit();
  }

  /**
   * Effects of the clob and of transfers, from the event that closes each group of account updates.
   */
  private transactions(events: Events): void {
    for (const e of events) {
      if (e.subtype === "order_fill") this.fill(indexerEvents.OrderFillEventV1.decode(e.dataBytes));
      if (e.subtype === "deleveraging") {
        this.deleveraging(indexerEvents.DeleveragingEventV1.decode(e.dataBytes));
      }
      if (e.subtype === "transfer")
        this.transfer(indexerEvents.TransferEventV1.decode(e.dataBytes));
      if (e.subtype === "upsert_vault") {
        markVaultAddress(this.k, indexerEvents.UpsertVaultEventV1.decode(e.dataBytes).address);
      }
      if (e.subtype !== "market") continue;
      const { marketId, priceUpdate } = indexerEvents.MarketEventV1.decode(e.dataBytes);
      if (priceUpdate === undefined) continue;
      setPrice(this.k, marketId, priceUpdate.priceWithExponent);
      emitPriceUpdate(this.k, marketId, priceUpdate.priceWithExponent);
    }
  }

  private fill(e: indexerEvents.OrderFillEventV1): void {
    const { k } = this;
    const maker = must(e.makerOrder);
    const makerId = must(maker.orderId?.subaccountId);
    const takerId = must(e.order?.orderId?.subaccountId ?? e.liquidationOrder?.liquidated);
    const pair = must(maker.orderId).clobPairId;
    const perpetualId = pair;
    const quote = scaled(maker.subticks * e.fillAmount, this.qce.get(pair) ?? 0);
    const liquidation = e.liquidationOrder !== undefined;
    const insurance = liquidation ? e.takerFee : 0n;
    const takerFee = liquidation ? 0n : mulPpmUp(quote, feePpm(k, takerId.owner, true, pair));
    const makerRate = feePpm(k, makerId.owner, false, pair);
    const makerFee = mulPpmUp(quote, liquidation ? max(makerRate, 0n) : makerRate);
    this.equal("maker fee", makerFee, e.makerFee);
    if (!liquidation) this.equal("taker fee", takerFee, e.takerFee);
    const isBuy =
      e.liquidationOrder?.isBuy ?? e.order?.side === indexerV1.IndexerOrder_Side.SIDE_BUY;
    const takerBuilder = mulPpmUp(quote, e.order?.builderCodeParams?.feePpm ?? 0);
    const makerBuilder = mulPpmUp(quote, maker.builderCodeParams?.feePpm ?? 0);
    const pool = subaccounts.collateralPoolOf(k, perpetualId);
    const fund = subaccounts.insuranceFundOf(k, perpetualId);
    if (insurance > 0n) this.pay(pool, fund, insurance);
    if (insurance < 0n) this.pay(fund, pool, -insurance);
    const outcome = subaccounts.updateForMatch(
      k,
      takerId,
      makerId,
      perpetualId,
      isBuy ? e.fillAmount : -e.fillAmount,
      (isBuy ? -quote : quote) - takerFee - takerBuilder - insurance,
      (isBuy ? quote : -quote) - makerFee - makerBuilder,
    );
    if (isRejection(outcome) || !outcome.success)
      this.note(`fill failed: ${JSON.stringify(outcome)}`);
    if (takerBuilder > 0n) this.pay(pool, e.takerBuilderAddress, takerBuilder);
    if (makerBuilder > 0n) this.pay(pool, e.makerBuilderAddress, makerBuilder);
    const shares = revSharesForFill(k, {
      taker: takerId.owner,
      takerFee,
      makerFee,
      marketId: perpetuals.mustPerpetual(k, perpetualId).params.marketId,
      takerOrderRouter: e.takerOrderRouterAddress,
      makerOrderRouter: e.makerOrderRouterAddress,
    });
    this.equal("affiliate share", shares.affiliate?.quoteQuantums ?? 0n, e.affiliateRevShare);
    this.equal("taker router fee", shares.takerRouterFee, e.takerOrderRouterFee);
    for (const s of shares.all) this.pay(pool, s.recipient, s.quoteQuantums);
    this.pay(
      pool,
      "dydx17xpfvakm2amg962yls6f84z3kell8c5leqdyt2",
      takerFee + makerFee - shares.total,
    );
    if (!liquidation) {
      rewards.addRewardShares(k, {
        taker: takerId.owner,
        maker: makerId.owner,
        fillQuoteQuantums: quote,
        takerFee,
        makerFee,
        shares,
      });
    }
    const hasShare = shares.affiliate !== undefined;
    stats.recordFill(k, {
      taker: takerId.owner,
      maker: makerId.owner,
      notional: quote,
      affiliateFee: shares.affiliate?.quoteQuantums ?? 0n,
      attributions: volumeAttributions(k, takerId.owner, makerId.owner, quote, hasShare),
    });
  }

  private deleveraging(e: indexerEvents.DeleveragingEventV1): void {
    const base = e.isBuy ? e.fillAmount : -e.fillAmount;
    const quote = e.isBuy ? -e.totalQuoteQuantums : e.totalQuoteQuantums;
    const [a, b] = [must(e.liquidated), must(e.offsetting)];
    const outcome = subaccounts.updateForMatch(this.k, a, b, e.perpetualId, base, quote, -quote);
    if (isRejection(outcome) || !outcome.success) this.note("deleveraging failed");
  }

  private transfer(e: indexerEvents.TransferEventV1): void {
    const from = e.sender?.subaccountId;
    const to = e.recipient?.subaccountId;
    let refused: unknown;
    if (from !== undefined && to !== undefined) {
      refused = subaccounts.transferFunds(this.k, from, to, e.amount);
    } else if (to !== undefined) {
      const wallet = e.sender?.address ?? "";
      mintCoins(this.k, wallet, USDC_DENOM, e.amount);
      refused = subaccounts.depositFundsFromAccount(this.k, wallet, to, e.amount);
    } else if (from !== undefined) {
      const wallet = e.recipient?.address ?? "";
      refused = subaccounts.withdrawFundsToAccount(this.k, from, wallet, e.amount);
    }
    if (refused !== undefined) this.note(`transfer refused: ${JSON.stringify(refused)}`);
  }

  /** Premium votes, registrations and submitted proposals of a block's successful transactions. */
  private messages(block: RecordedBlock): void {
    for (const [i, tx] of block.txs.entries()) {
      if (i === 0 && block.height > 1) continue;
      if (block.results[i]?.code !== 0) continue;
      const raw = cosmosTx.TxRaw.decode(Buffer.from(tx, "base64"));
      for (const any of cosmosTx.TxBody.decode(raw.bodyBytes).messages) this.message(any);
    }
  }

  private message(any: { typeUrl: string; value: Uint8Array }): void {
    if (any.typeUrl === "/dydxprotocol.perpetuals.MsgAddPremiumVotes") {
      const votes = perpetualsWire.MsgAddPremiumVotes.decode(any.value);
      const refused = perpetuals.addPremiumVotes(this.k, votes, () => true);
      if (refused !== undefined) this.note(refused.log);
    } else if (any.typeUrl === "/cosmos.gov.v1.MsgSubmitProposal") {
      const proposal = cosmosGov.MsgSubmitProposal.decode(any.value);
      this.proposals.set(String(++this.proposalCount), proposal.messages);
    } else if (any.typeUrl.startsWith("/dydxprotocol.affiliates.")) this.execute(any);
  }

  private governance(block: RecordedBlock): void {
    for (const event of block.events ?? []) {
      if (event.type !== "active_proposal") continue;
      const attribute = (key: string) => event.attributes.find((a) => a.key === key)?.value ?? "";
      if (attribute("proposal_result") !== "proposal_passed") continue;
      for (const any of this.proposals.get(attribute("proposal_id")) ?? []) this.execute(any);
    }
  }

  private execute(any: { typeUrl: string; value: Uint8Array }): void {
    if (any.typeUrl === "/dydxprotocol.listing.MsgUpgradeIsolatedPerpetualToCross") {
      const { perpetualId } = listing.MsgUpgradeIsolatedPerpetualToCross.decode(any.value);
      const refused = subaccounts.upgradeIsolatedToCross(this.k, perpetualId);
      if (refused !== undefined) this.note(refused.log);
    }
    if (any.typeUrl === "/dydxprotocol.delaymsg.MsgDelayMessage") {
      const { msg, delayBlocks } = delaymsg.MsgDelayMessage.decode(any.value);
      const height = this.k.header.height + delayBlocks;
      this.delayed.set(height, [...(this.delayed.get(height) ?? []), must(msg)]);
    }
    const h = handlers.get(any.typeUrl);
    if (h === undefined) return;
    const message = h.codec.decode(any.value);
    const result = h.validateBasic(message) ?? h.handle(this.k, message);
    if (isRejection(result)) this.note(`${any.typeUrl}: ${result.log}`);
  }

  private pay(from: string, to: string, amount: bigint): void {
    if (amount === 0n) return;
    const refused = sendCoins(this.k, from, to, USDC_DENOM, amount);
    if (refused !== undefined) this.note(refused.log);
  }

  private compare(recorded: indexerManager.IndexerTendermintBlock): void {
    const expected = recorded.events.filter((e) => COMPARED.has(e.subtype));
    const actual = this.k.indexer.all().filter((e) => COMPARED.has(e.subtype));
    this.equal(
      "events",
      actual
        .map((e) => e.subtype)
        .sort()
        .join(),
      expected
        .map((e) => e.subtype)
        .sort()
        .join(),
    );
    for (const kind of COMPARED) {
      const bytes = actual.filter((e) => e.subtype === kind).map((e) => hexOf(e.encode()));
      const wanted = expected.filter((e) => e.subtype === kind).map((e) => hexOf(e.dataBytes));
      for (let i = 0; i < Math.max(bytes.length, wanted.length); i++) {
        this.equal(`${kind} ${i}`, bytes[i], wanted[i]);
      }
    }
  }

  private equal(what: string, actual: unknown, expected: unknown): void {
    if (actual !== expected) this.note(`${what}: ${String(actual)}, recorded ${String(expected)}`);
  }

  private note(text: string): void {
    this.differences.push(`block ${this.k.header.height}: ${text}`);
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function scaled(value: bigint, exponent: number): bigint {
  return exponent >= 0 ? value * pow10(exponent) : floorDiv(value, pow10(-exponent));
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing member in a recorded event");
  return value;
}
