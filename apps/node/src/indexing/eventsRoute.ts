import type { OpsHandler } from "@perpetua/telemetry";
import type { Chain } from "../chain/chain.js";

/** Blocks that one answer holds at most; a consumer that is further behind asks again. */
const MAX_BLOCKS = 1_000;

/**
 * `GET /events?from=HEIGHT`: block messages from the log, one JSON object a line (`{"height",
 * "block": base64}`), for an indexer that found a gap
 * in `to-ender`. Height 0 is genesis.
 */
export function eventsRoute(chain: Chain): OpsHandler {
  return ({ url }) => {
    const from = Number(url.searchParams.get("from"));
    if (!Number.isSafeInteger(from) || from < 0) {
      return {
        status: 400,
        body: JSON.stringify({ error: "from must be a height: a whole number, 0 or more" }),
      };
    }
    return { status: 200, contentType: "application/x-ndjson", body: lines(chain, from) };
  };
}

async function* lines(chain: Chain, from: number): AsyncGenerator<string> {
  const to = Math.min(chain.log.height, from + MAX_BLOCKS - 1);
  for (let height = from; height <= to; height++) {
    const block = height === 0 ? chain.genesisMessage : chain.log.read(height)?.indexerBlock;
    if (block === undefined) return;
    yield `${JSON.stringify({ height, block: Buffer.from(block).toString("base64") })}\n`;
  }
}
