"use client";

import { useFeed, useNow } from "../../lib/app/context";
import type { MessageKey } from "../../lib/i18n/translate";

export interface Liveness {
  tone: "good" | "warn" | "bad";
  key: MessageKey;
  /** Seconds since the newest block was heard of. */
  blockAge: number | null;
}

/** How much of what is shown can be trusted right now (web.md §3.4). */
export function useLiveness(): Liveness {
  useNow(500);
  const stream = useFeed("status", (app) => app.health.stream);
  const age = useFeed("status", (app) => app.health.heightAt);
  const blockAge = age === null ? null : (performance.now() - age) / 1000;
  if (stream === "connecting" || (stream === "live" && age === null))
    return { tone: "warn", key: "status.connecting", blockAge };
  if (stream === "offline") return { tone: "bad", key: "status.offline", blockAge };
  if (stream === "reconnecting") return { tone: "warn", key: "status.reconnecting", blockAge };
  if (blockAge !== null && blockAge > 10)
    return { tone: "bad", key: "status.chainStalled", blockAge };
  if (blockAge !== null && blockAge > 4) return { tone: "warn", key: "status.slow", blockAge };
  return { tone: "good", key: "status.live", blockAge };
}
