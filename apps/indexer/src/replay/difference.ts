/** Where a replay and its recording part. */
export interface Difference {
  /** The service that was replayed. */
  readonly part: string;
  /** Checkpoint, table and key, or topic and offset. */
  readonly where: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Numbers went through doubles in the recording: equal to 15 digits (traps-indexer.md, 1). */
const RELATIVE_TOLERANCE = 1e-14;

/** Paths at which two JSON values differ; numbers are compared to double precision. */
export function differingPaths(expected: unknown, got: unknown, path = ""): string[] {
  if (typeof expected === "number" && typeof got === "number") {
    const scale = Math.max(Math.abs(expected), Math.abs(got));
    return Math.abs(expected - got) <= scale * RELATIVE_TOLERANCE ? [] : [path];
  }
  if (isObject(expected) && isObject(got)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...names].flatMap((name) =>
      differingPaths(
        (expected as Record<string, unknown>)[name],
        (got as Record<string, unknown>)[name],
        path === "" ? name : `${path}.${name}`,
      ),
    );
  }
  return expected === got ? [] : [path];
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
