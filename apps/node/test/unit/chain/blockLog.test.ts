import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BlockLog, SEGMENT_BLOCKS } from "../../../src/chain/blockLog.js";
import type { BlockRecord } from "../../../src/chain/record.js";
import { removeHome, tempHome } from "../../support/testChain.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function record(height: number): BlockRecord {
  const result = {
    code: 5,
    codespace: "sdk",
    log: "insufficient funds",
    data: bytes("data"),
    gasWanted: -1n,
    gasUsed: 2n ** 60n,
    events: [{ type: "tx", attributes: [["fee", "1"] as const] }],
  };
  return {
    height,
    seconds: 1_800_000_000 + height,
    nanos: 123_456_789,
    proposer: bytes("proposer"),
    txs: [bytes(`tx ${height}`), new Uint8Array()],
    results: [result],
    events: [{ type: "block", attributes: [["mode", "BeginBlock"]] }],
    indexerBlock: bytes(`indexer ${height}`),
    stateHash: bytes("state"),
    hash: bytes(`hash ${height}`),
  };
}

describe("BlockLog", () => {
  let home: string;
  let log: BlockLog;
  const firstFile = () => join(home, "blocks-1.log");

  beforeEach(() => {
    home = tempHome();
    log = BlockLog.open(home);
  });

  afterEach(() => {
    log.close();
    removeHome(home);
  });

  async function appendTo(last: number): Promise<void> {
    for (let height = log.height + 1; height <= last; height++) await log.append(record(height));
  }

  function reopen(): void {
    log.close();
    log = BlockLog.open(home);
  }

  it("gives back what was written, also after it is opened again", async () => {
    await appendTo(3);
    expect(log.read(2)).toEqual(record(2));
    reopen();
    expect([log.base, log.height]).toEqual([1, 3]);
    expect(log.read(3)).toEqual(record(3));
    expect(log.read(4)).toBeUndefined();
    expect(log.read(0)).toBeUndefined();
  });

  it("refuses a height that leaves a gap or comes again", async () => {
    await appendTo(2);
    await expect(log.append(record(4))).rejects.toThrow("block 4 after 2");
    await expect(log.append(record(2))).rejects.toThrow("block 2 after 2");
  });

  it.each([1, 7, 8, 20])("cuts a torn tail of %i bytes and goes on", async (extra) => {
    await appendTo(2);
    const whole = readFileSync(firstFile());
    appendFileSync(firstFile(), whole.subarray(0, extra));
    reopen();
    expect(log.height).toBe(2);
    expect(readFileSync(firstFile())).toEqual(whole);
    await appendTo(3);
    expect(log.read(3)).toEqual(record(3));
  });

  it("drops a last block that was written in part", async () => {
    await appendTo(3);
    truncateSync(firstFile(), readFileSync(firstFile()).length - 1);
    reopen();
    expect(log.height).toBe(2);
  });

  it("refuses to open when a damaged block is followed by others, and keeps the file", async () => {
    await appendTo(3);
    const file = readFileSync(firstFile());
    file[20] = (file[20] as number) ^ 1;
    writeFileSync(firstFile(), file);
    expect(() => reopen()).toThrow(/block 1 in .* is damaged .* restore the file/);
    expect(readFileSync(firstFile())).toEqual(file);
  });

  it("drops a last block whose bytes are wrong", async () => {
    await appendTo(3);
    const file = readFileSync(firstFile());
    file[file.length - 1] = (file[file.length - 1] as number) ^ 1;
    writeFileSync(firstFile(), file);
    reopen();
    expect(log.height).toBe(2);
  });

  it("says which block is damaged when an old one is read", async () => {
    await appendTo(SEGMENT_BLOCKS + 1);
    log.close();
    const file = readFileSync(firstFile());
    file[20] = (file[20] as number) ^ 1;
    writeFileSync(firstFile(), file);
    log = BlockLog.open(home);
    expect(log.height).toBe(SEGMENT_BLOCKS + 1);
    expect(() => log.read(1)).toThrow(/block 1 in .* is damaged/);
    expect(log.read(2)).toEqual(record(2));
  });

  it("reads across many files with few of them open", async () => {
    await appendTo(2 * SEGMENT_BLOCKS + 5);
    reopen();
    for (const height of [1, SEGMENT_BLOCKS, SEGMENT_BLOCKS + 1, 2 * SEGMENT_BLOCKS + 5])
      expect(log.read(height)?.height).toBe(height);
  });

  it("counts on from the file before when a new one is still empty", async () => {
    await appendTo(SEGMENT_BLOCKS);
    log.close();
    writeFileSync(join(home, `blocks-${SEGMENT_BLOCKS + 1}.log`), "");
    log = BlockLog.open(home);
    expect(log.height).toBe(SEGMENT_BLOCKS);
    await appendTo(SEGMENT_BLOCKS + 1);
    expect(log.read(SEGMENT_BLOCKS + 1)?.height).toBe(SEGMENT_BLOCKS + 1);
  });
});
