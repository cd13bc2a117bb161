import type { tendermintTypes } from "@perpetua/protocol";
import { blockIdOf, headerOf } from "../chain/blockHeader.js";
import type { Chain } from "../chain/chain.js";
import type { BlockRecord } from "../chain/record.js";
import { base64, blockIdJson, headerJson, hex, timeText } from "./comet/encoding.js";
import { internalError } from "./comet/errors.js";

/** Looks blocks up for the RPC; refuses heights outside the log with CometBFT's words. */
export class BlockReader {
  constructor(readonly chain: Chain) {}

  /** The record at `height`, the newest when absent. */
  record(height: number | undefined): BlockRecord {
    const tip = this.chain.log.height;
    const wanted = height ?? tip;
    if (wanted > tip) {
      const text = `height ${wanted} must be less than or equal to the current blockchain height ${tip}`;
      throw internalError(text);
    }
    if (wanted <= 0) throw internalError(`height must be greater than 0, but got ${wanted}`);
    const record = this.chain.log.read(wanted);
    if (record === undefined) {
      throw internalError(
        `height ${wanted} is not available, lowest height is ${this.chain.log.base}`,
      );
    }
    return record;
  }

  header(record: BlockRecord): tendermintTypes.Header {
    const { chain } = this;
    const previous = chain.log.read(record.height - 1);
    return headerOf(chain.exchange.header.chainId, record, previous, chain.validator);
  }

  blockJson(record: BlockRecord) {
    return {
      block_id: blockIdJson(blockIdOf(record.hash)),
      block: {
        header: headerJson(this.header(record)),
        data: { txs: record.txs.map(base64) },
        evidence: { evidence: [] },
        last_commit: this.commitJson(record.height - 1),
      },
    };
  }

  /** The commit of a height: the lone validator's vote. */
  commitJson(height: number) {
    const record = height > 0 ? this.chain.log.read(height) : undefined;
    if (record === undefined) {
      return { height: "0", round: 0, block_id: blockIdJson(undefined), signatures: [] };
    }
    return {
      height: String(height),
      round: 0,
      block_id: blockIdJson(blockIdOf(record.hash)),
      signatures: [
        {
          block_id_flag: 2,
          validator_address: hex(this.chain.validator.address),
          timestamp: timeText(record.seconds, record.nanos),
          signature: base64(new Uint8Array(64)),
        },
      ],
    };
  }
}
