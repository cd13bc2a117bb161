/** The outcome of comparing one part of a recording. */
export interface PartResult {
  readonly part: string;
  readonly equal: number;
  readonly total: number;
  /** The first difference, decoded for a reader; absent when all is equal. */
  readonly difference?: string;
  /** What was not compared, for a reader. */
  readonly leftOut?: readonly string[];
}

/** `blocks 594/594 equal`, what was left out, then the first difference if there is one. */
export function describePart(result: PartResult): string {
  const lines = [`${result.part} ${result.equal}/${result.total} equal`];
  for (const what of result.leftOut ?? []) lines.push(`  left out: ${what}`);
  if (result.difference !== undefined) lines.push(result.difference);
  return lines.join("\n");
}
