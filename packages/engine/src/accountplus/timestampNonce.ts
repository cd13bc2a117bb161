import { type Rejection, reject } from "../state/index.js";
import type { AccountplusKernel } from "./state.js";

/** Sequences from here on are timestamp nonces: Unix milliseconds (app.md §1.10). */
export const TIMESTAMP_NONCE_START = 1n << 40n;
const WINDOW_MS = 30_000n;
export const MAX_STORED = 20;

export function isTimestampNonce(sequence: bigint): boolean {
  return sequence >= TIMESTAMP_NONCE_START;
}

/**
 * Accepts a nonce once, inside the window around the block time; at most 20 are remembered per
 * account.
 */
export function useTimestampNonce(
  k: AccountplusKernel,
  address: string,
  nonce: bigint,
): Rejection | undefined {
  const now = BigInt(k.header.seconds) * 1000n + BigInt(Math.floor(k.header.nanos / 1_000_000));
  if (nonce < now - WINDOW_MS || nonce > now + WINDOW_MS) {
    return wrongSequence(`timestamp nonce ${nonce} not within valid time window`);
  }
  const details = k.accountplus.nonces.get(address)?.timestampNonceDetails;
  if (details === undefined) {
    store(k, address, [nonce], TIMESTAMP_NONCE_START);
    return undefined;
  }
  const { kept, maxEjected } = eject(
    details.timestampNonces,
    details.maxEjectedNonce,
    now - WINDOW_MS,
  );
  if (nonce <= maxEjected || kept.includes(nonce))
    return wrongSequence(`timestamp nonce ${nonce} rejected`);
  if (kept.length < MAX_STORED) {
    store(k, address, [...kept, nonce], maxEjected);
    return undefined;
  }
  const smallest = kept.reduce((a, b) => (b < a ? b : a));
  if (nonce <= smallest) return wrongSequence(`timestamp nonce ${nonce} rejected`);
  const at = kept.indexOf(smallest);
  store(k, address, kept.with(at, nonce), smallest);
  return undefined;
}

function eject(nonces: readonly bigint[], maxEjected: bigint, oldest: bigint) {
  const kept: bigint[] = [];
  let ejected = maxEjected;
  for (const n of nonces) {
    if (n >= oldest) kept.push(n);
    else if (n > ejected) ejected = n;
  }
  return { kept, maxEjected: ejected };
}

function store(
  k: AccountplusKernel,
  address: string,
  timestampNonces: bigint[],
  maxEjectedNonce: bigint,
): void {
  k.accountplus.nonces.set(address, {
    address,
    timestampNonceDetails: { timestampNonces, maxEjectedNonce },
  });
}

function wrongSequence(text: string): Rejection {
  return reject("sdk", 32, `${text}: incorrect account sequence`);
}
