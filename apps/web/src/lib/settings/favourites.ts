"use client";

import { useSyncExternalStore } from "react";

const KEY = "favourites";
const NONE: readonly string[] = [];

let current: readonly string[] | null = null;
const listeners = new Set<() => void>();

/** Anything but a list of tickers, such as what another version wrote, counts as none. */
export function readFavourites(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : NONE;
  } catch {
    return NONE;
  }
}

const list = (): readonly string[] => {
  current ??= readFavourites(localStorage.getItem(KEY));
  return current;
};

export function toggleFavourite(ticker: string): void {
  const known = list();
  current = known.includes(ticker) ? known.filter((other) => other !== ticker) : [...known, ticker];
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Markets that a person has starred, in the order of starring; kept in this browser (M3). */
export const useFavourites = (): readonly string[] =>
  useSyncExternalStore(subscribe, list, () => NONE);
