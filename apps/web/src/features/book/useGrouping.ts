"use client";

import { useEffect, useState } from "react";
import { GROUPS } from "../../lib/book/quantizer";

const STEP_OF_KEY = { "[": -1, "]": 1 } as const;
/** Remembered per market for the session (B3). */
const remembered = new Map<string, number>();

/** The price grouping of a market's book: an index into `GROUPS`, also moved by "[" and "]". */
export function useGrouping(ticker: string): [index: number, change: (index: number) => void] {
  const [index, setIndex] = useState(() => remembered.get(ticker) ?? 0);
  const change = (next: number): void => {
    const clamped = Math.min(GROUPS.length - 1, Math.max(0, next));
    remembered.set(ticker, clamped);
    setIndex(clamped);
  };
  useEffect(() => {
    const onKey = (event: Event): void =>
      change(index + STEP_OF_KEY[(event as CustomEvent<keyof typeof STEP_OF_KEY>).detail]);
    document.addEventListener("perpetua:grouping", onKey);
    return () => document.removeEventListener("perpetua:grouping", onKey);
  });
  return [index, change];
}
