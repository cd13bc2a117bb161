import { readFileSync } from "node:fs";

const FILE = new URL("../../genesis/localnet.json", import.meta.url);

/**
 * The genesis of the local network: the tables of the public test network with one validator, a
 * funded faucet and a quoting vault in every market.
 * Its time is the start of the chain, so that no gap to the past blocks deposits for the first
 * fifty blocks (risk.md §4.9).
 */
export function localGenesis(now: Date): unknown {
  const genesis = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, unknown>;
  return { ...genesis, genesis_time: now.toISOString() };
}

/** Public test mnemonic of the local network's faucet: never use it with real funds. */
export const LOCAL_FAUCET_MNEMONIC =
  "find civil slam question method release ocean crew used sunset cruise goose orange wish repeat protect just exchange slot bounce index vapor purpose snap";

/**
 * The well-known test account that pays when the genesis is not our own: every recorded and
 * upstream local network funds it. Public test mnemonic.
 */
export const TEST_ACCOUNT_MNEMONIC =
  "switch boring kiss cash lizard coconut romance hurry sniff bus accident zone chest height merit elevator furnace eagle fetch quit toward steak mystery nest";
