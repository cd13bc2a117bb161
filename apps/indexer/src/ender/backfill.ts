import { AppError } from "@perpetua/telemetry";

/**
 * The node's block log over HTTP: `GET {ops}/events?from=HEIGHT` answers `application/x-ndjson`,
 * one
 * line `{"height": n, "block": "<base64 IndexerTendermintBlock>"}` per block, ascending from
 * HEIGHT without gaps, as far as the node has committed; it may end early, the caller asks again.
 */
export interface LoggedBlock {
  readonly height: number;
  readonly bytes: Uint8Array;
}

export type FetchBlocks = (from: number) => AsyncIterable<LoggedBlock>;

const TIMEOUT_MS = 60_000;

/** Streams blocks from a node's ops server. */
export function fetchBlocksFrom(nodeOpsUrl: string): FetchBlocks {
  return async function* fetchBlocks(from) {
    const url = `${nodeOpsUrl}/events?from=${from}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok || response.body === null) {
      throw new AppError("BACKFILL", `${url} answered ${response.status}`);
    }
    for await (const line of linesOf(response.body)) yield parseLine(line);
  };
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}

function parseLine(line: string): LoggedBlock {
  const parsed = JSON.parse(line) as { height: number; block: string };
  return { height: parsed.height, bytes: Buffer.from(parsed.block, "base64") };
}
