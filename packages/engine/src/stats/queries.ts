import type { stats as wire } from "@perpetua/protocol";
import { idKey } from "../perpetuals/index.js";
import { type StatsKernel, userStats } from "./state.js";

/** The window as a protobuf duration. */
export function queryParams(k: StatsKernel): wire.Params {
  const ns = k.stats.windowNs.get() ?? 0n;
  const seconds = ns / 1_000_000_000n;
  return { windowDuration: { seconds, nanos: Number(ns % 1_000_000_000n) } };
}

export function queryMetadata(k: StatsKernel): wire.StatsMetadata {
  return { trailingEpoch: k.stats.trailingEpoch.get() ?? 0 };
}

export function queryGlobalStats(k: StatsKernel): wire.GlobalStats {
  return { notionalTraded: k.stats.globalNotional.get() ?? 0n };
}

export function queryUserStats(k: StatsKernel, user: string): wire.UserStats {
  return userStats(k, user);
}

/** A bucket of the window, users in address order; empty when it does not exist. */
export function queryEpochStats(k: StatsKernel, epoch: number): wire.EpochStats {
  const epochKey = idKey(epoch);
  const summary = k.stats.epochs.get(epochKey);
  if (summary === undefined) return { epochEndTime: undefined, stats: [] };
  const stats: wire.EpochStats_UserWithStats[] = [];
  for (let i = 0; i < summary.users; i++) {
    const user = k.stats.epochUsers.get(`${epochKey}/${idKey(i)}`) ?? "";
    stats.push({ user, stats: k.stats.epochStats.get(`${epochKey}/${user}`) });
  }
  stats.sort((a, b) => (a.user < b.user ? -1 : 1));
  return { epochEndTime: { seconds: BigInt(summary.endSeconds), nanos: 0 }, stats };
}
