import type { StreamPosition } from "./streamHub.js";

/** Id of an event before which not everything has been delivered: coming back means a snapshot. */
export const NO_CURSOR = "snapshot";

/** Position as a tracked id: `lane=offset` pairs. */
export function formatCursor(position: StreamPosition): string {
  const pairs = [...position].map(([lane, offset]) => `${lane}=${offset}`);
  return pairs.length === 0 ? NO_CURSOR : pairs.join(",");
}

/** Reads a tracked id; undefined for anything that is not a position. */
export function parseCursor(text: string | null | undefined): StreamPosition | undefined {
  if (text === null || text === undefined || text === NO_CURSOR) return undefined;
  const position = new Map<string, number>();
  for (const pair of text.split(",")) {
    const [lane, offset, ...rest] = pair.split("=");
    if (lane === undefined || offset === undefined || rest.length > 0) return undefined;
    if (!/^-?\d+$/.test(offset)) return undefined;
    position.set(lane, Number(offset));
  }
  return position;
}
