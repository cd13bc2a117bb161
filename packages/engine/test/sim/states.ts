import { clob as clobProto, vault as vaultProto } from "@perpetua/protocol";
import type { EngineKernel } from "../../src/app/kernel.js";
import { balanceOf, USDC_DENOM } from "../../src/bank/index.js";
import { allPerpetuals, isIsolated } from "../../src/perpetuals/index.js";
import { chainOutageSeenAt, isolatedPool } from "../../src/subaccounts/index.js";

/** States of an exchange that matter, by name; looked at after every block. */
export class States {
  private readonly pools = new Map<string, bigint>();

  of(k: EngineKernel): ReadonlySet<string> {
    return new Set([
      ...clobStates(k),
      ...accountStates(k),
      ...vaultStates(k),
      ...this.poolMoves(k),
    ]);
  }

  /** What isolated markets' pools got and gave since the last look. */
  private *poolMoves(k: EngineKernel): Generator<string> {
    for (const { params } of allPerpetuals(k).filter(isIsolated)) {
      const pool = isolatedPool(params.id);
      const held = balanceOf(k, pool, USDC_DENOM);
      const before = this.pools.get(pool) ?? 0n;
      this.pools.set(pool, held);
      if (held > before) yield "isolated pool grew";
      if (held < before) yield "isolated pool shrank";
    }
  }
}

function* clobStates(k: EngineKernel): Generator<string> {
  for (const [, pair] of k.clob.pairs.unordered())
    yield `pair ${clobProto.ClobPair_Status[pair.status]}`;
  for (const [, twap] of k.clob.twaps.unordered()) {
    if (twap.remainingLegs === 0) yield "TWAP with its last leg out";
    if (twap.remainingQuantums < twap.order.quantums) yield "TWAP partly filled";
  }
  for (const market of k.memclob.allMarkets())
    for (const [, handles] of market.reduceOnly)
      if (handles.size > 0) yield "reduce-only order in a book";
}

function* accountStates(k: EngineKernel): Generator<string> {
  const isolated = new Set(
    allPerpetuals(k)
      .filter(isIsolated)
      .map(({ params }) => params.id),
  );
  for (const [, s] of k.subaccounts.subaccounts.unordered()) {
    if (s.perpetualPositions.some((p) => isolated.has(p.perpetualId))) yield "isolated position";
    if (s.perpetualPositions.length > 2) yield "three positions";
  }
  for (const [, height] of k.subaccounts.negativeTncHeights.unordered())
    if (height > 0) yield "gate after a negative account";
  if (chainOutageSeenAt(k) > 0) yield "gate after an outage";
  if (k.stats.cachedStake.size > 0) yield "remembered stake";
  if (k.delaymsg.messages.size > 1) yield "delayed message";
  if (k.staking.validators.size > 1) yield "several validators";
}

function* vaultStates(k: EngineKernel): Generator<string> {
  for (const [, { status }] of k.vault.vaults.unordered())
    yield `vault ${vaultProto.VaultStatus[status]}`;
  if (k.vault.unlocks.size > 0) yield "locked vault shares";
}
