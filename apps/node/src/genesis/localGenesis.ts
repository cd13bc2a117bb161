import { readFileSync } from "node:fs";

const FILE = new URL("../../genesis/localnet.json", import.meta.url);

/** How long the epochs of a new local network last. */
export type LocalEpochs = "normal" | "fast";

/** As the recorded networks had them: funding is paid every minute, from six samples. */
const FAST_EPOCHS: Readonly<
  Record<string, { readonly duration: number; readonly next_tick: number }>
> = {
  "funding-sample": { duration: 10, next_tick: 5 },
  "funding-tick": { duration: 60, next_tick: 0 },
  "stats-epoch": { duration: 60, next_tick: 0 },
};

interface EpochInfo {
  readonly name: string;
  readonly duration: number;
}

interface GenesisEpochs {
  readonly app_state?: { readonly epochs?: { readonly epoch_info_list?: readonly EpochInfo[] } };
}

/**
 * The genesis of the local network: the tables of the public test network with one validator, a
 * funded faucet and a quoting vault in every market.
 * Its time is the start of the chain, so that no gap to the past blocks deposits for the first
 * fifty blocks (risk.md §4.9).
 */
export function localGenesis(now: Date, epochs: LocalEpochs = "normal"): unknown {
  const genesis = JSON.parse(readFileSync(FILE, "utf8")) as GenesisEpochs & object;
  const started = { ...genesis, genesis_time: now.toISOString() };
  if (epochs === "normal") return started;
  const list = epochsOf(genesis).map((info) => ({ ...info, ...FAST_EPOCHS[info.name] }));
  return {
    ...started,
    app_state: { ...genesis.app_state, epochs: { epoch_info_list: list } },
  };
}

/** Whether a chain that was started before has the epochs that are asked for now. */
export function hasEpochs(genesis: unknown, epochs: LocalEpochs): boolean {
  const durations = (document: unknown) =>
    epochsOf(document as GenesisEpochs).map(({ name, duration }) => `${name} ${duration}`);
  const wanted = durations(localGenesis(new Date(0), epochs));
  return JSON.stringify(durations(genesis)) === JSON.stringify(wanted);
}

function epochsOf(genesis: GenesisEpochs): readonly EpochInfo[] {
  return genesis.app_state?.epochs?.epoch_info_list ?? [];
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
