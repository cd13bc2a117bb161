/** The outcome of comparing one part of a recording. */
export interface PartResult {
  readonly part: string;
  readonly equal: number;
  readonly total: number;
  /** The first difference, decoded for a reader; absent when all is equal. */
  readonly difference?: string;
}

/** `blocks 594/594 equal`, then the first difference if there is one. */
export function describePart(result: PartResult): string {
  const line = `${result.part} ${result.equal}/${result.total} equal`;
  return result.difference === undefined ? line : `${line}\n${result.difference}`;
}
