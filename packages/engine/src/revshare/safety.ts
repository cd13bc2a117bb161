import type { feetiers as feetiersWire } from "@perpetua/protocol";
import { mulPpmUp, ONE_MILLION } from "../math/index.js";
import { marketMapperParams, type RevshareKernel, unconditionalConfigs } from "./state.js";

type Tier = Readonly<feetiersWire.PerpetualFeeTier>;

/** Takers above this volume share no fee with affiliates (risk.md §9.6). */
const AFFILIATE_VOLUME_LIMIT = 50_000_000_000_000n;
const MAX_AFFILIATE_SHARE_PPM = 500_000;
/** The tier that referred takers get at once. */
const REFEREE_TIER_INDEX = 2;

/** Share of net fees promised to fixed recipients and market mappers, in ppm. */
export function promisedSharePpm(k: RevshareKernel): bigint {
  let total = BigInt(marketMapperParams(k).revenueSharePpm);
  for (const { sharePpm } of unconditionalConfigs(k)) total += BigInt(sharePpm);
  return total;
}

/**
 * Whether fees cover every share in the worst case (risk.md §9.6): the lowest taker fee that still
 * pays affiliates plus the lowest maker fee must leave half of that taker fee. As in the reference
 * the sum is a uint64, so that a negative one passes.
 */
export function isRevShareSafe(tiers: readonly Tier[], promisedPpm: bigint): boolean {
  if (promisedPpm >= ONE_MILLION) return false;
  const taker = lowestSharedTakerFee(tiers);
  let maker: bigint | undefined;
  for (const t of tiers) {
    const fee = BigInt(t.makerFeePpm);
    if (maker === undefined || fee < maker) maker = fee;
  }
  const left = BigInt.asUintN(64, taker + (maker ?? 0n));
  return left >= mulPpmUp(taker, MAX_AFFILIATE_SHARE_PPM);
}

function lowestSharedTakerFee(tiers: readonly Tier[]): bigint {
  let taker: bigint | undefined;
  for (const t of tiers) {
    if (t.absoluteVolumeRequirement < AFFILIATE_VOLUME_LIMIT) taker = BigInt(t.takerFeePpm);
  }
  const referee = tiers[REFEREE_TIER_INDEX];
  if (referee !== undefined) {
    const fee = BigInt(referee.takerFeePpm);
    if (taker === undefined || fee < taker) taker = fee;
  }
  return taker ?? 0n;
}
