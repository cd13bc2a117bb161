/**
 * Restart of a chain of 100,000 blocks from a snapshot: opening the block log, loading the newest
 * snapshot, replaying the most blocks that can lie behind it (one less than SNAPSHOT_EVERY).
 * The log's old blocks are synthetic (a restart does not execute them), those behind the snapshot
 * are real ones with vaults quoting in every market, and their state hashes are checked.
 * Run: `npm run bench -- restart`, or `node --conditions=source --import tsx
 * bench/restart.bench.ts`.
 */
import { closeSync, cpSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";
import { BlockLog, SEGMENT_BLOCKS } from "../src/chain/blockLog.js";
import { encodeRecord } from "../src/chain/record.js";
import { openTestChain, removeHome, tempHome } from "../test/support/testChain.js";

const BLOCKS = 100_000;
const SNAPSHOT_EVERY = 1_000;
const ALLOWED_SECONDS = 20;

/** Writes the log's files in one go each: an fsync per block would only slow the bench down. */
function writeOldBlocks(folder: string, like: Parameters<typeof encodeRecord>[0]): void {
  mkdirSync(folder, { recursive: true });
  for (let first = 1; first <= BLOCKS; first += SEGMENT_BLOCKS) {
    const fd = openSync(join(folder, `blocks-${first}.log`), "w");
    for (let height = first; height < first + SEGMENT_BLOCKS; height++) {
      const payload = encodeRecord({ ...like, height });
      const header = Buffer.alloc(8);
      header.writeUInt32BE(payload.length, 0);
      header.writeUInt32BE(crc32(payload), 4);
      writeSync(fd, Buffer.concat([header, payload]));
    }
    closeSync(fd);
  }
}

function secondsOf(run: () => void): number {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1_000;
}

async function main(): Promise<void> {
  const made = openTestChain({ snapshotEvery: SNAPSHOT_EVERY });
  await made.blocks(1);
  await made.chain.saveSnapshot();
  await made.blocks(SNAPSHOT_EVERY - 1);
  const expected = Buffer.from(made.chain.exchange.stateHash()).toString("hex");
  const like = made.chain.log.read(made.chain.log.height);
  if (like === undefined) throw new Error("no block was made");
  await made.close();
  // The snapshot at the tip is not to be used: the crash came right before it.
  const crashed = tempHome();
  cpSync(join(made.home, "blocks"), join(crashed, "blocks"), { recursive: true });
  mkdirSync(join(crashed, "snapshots"));
  cpSync(
    join(made.home, "snapshots", "state-1.snapshot"),
    join(crashed, "snapshots", "state-1.snapshot"),
  );
  const old = tempHome();
  writeOldBlocks(old, like);

  const logSeconds = secondsOf(() => {
    const log = BlockLog.open(old);
    if (log.height !== BLOCKS || log.read(BLOCKS) === undefined) throw new Error("log is short");
    log.close();
  });
  let restarted: ReturnType<typeof openTestChain> | undefined;
  const stateSeconds = secondsOf(() => {
    restarted = openTestChain({ home: crashed });
  });
  const hash = Buffer.from(restarted?.chain.exchange.stateHash() ?? []).toString("hex");
  if (hash !== expected) throw new Error("the restarted chain has another state");
  await restarted?.close();
  for (const home of [made.home, crashed, old]) removeHome(home);
  reportGroup("restart", [
    {
      name: `restart of ${BLOCKS} blocks, ${SNAPSHOT_EVERY - 1} of them behind the snapshot`,
      unit: "s",
      ours: logSeconds + stateSeconds,
      peer: ALLOWED_SECONDS,
      peerName: "s allowed",
      goal: 1,
      lowerIsBetter: true,
    },
  ]);
}

await main();
