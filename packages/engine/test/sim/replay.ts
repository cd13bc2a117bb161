import { type Block, Exchange } from "../../src/app/exchange.js";
import { lenientVerifier } from "./accounts.js";

const options = { verifier: lenientVerifier };

/** The hash after every block of a log, by height. */
export type Hashes = ReadonlyMap<number, string>;

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A node that hears of blocks only: it never saw a transaction before its block. */
export function replayFromGenesis(document: unknown, log: readonly Block[]): Map<number, string> {
  const [exchange] = Exchange.genesis(structuredClone(document), options);
  return play(exchange, log);
}

/** A node that starts from a snapshot and hears of the blocks after it. */
export function replayFromSnapshot(
  snapshot: Uint8Array,
  log: readonly Block[],
): Map<number, string> {
  const exchange = Exchange.restore(snapshot, options);
  return play(
    exchange,
    log.filter((block) => block.height > exchange.height),
  );
}

function play(exchange: Exchange, log: readonly Block[]): Map<number, string> {
  const hashes = new Map<number, string>();
  for (const block of log) {
    exchange.finalizeBlock(block);
    hashes.set(block.height, hexOf(exchange.commit().stateHash));
  }
  return hashes;
}
