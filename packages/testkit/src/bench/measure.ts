export interface MeasureOptions {
  /** Time spent on each candidate per round. */
  readonly roundMs?: number;
  /** The best round counts; rounds of all candidates alternate so that drift hits them alike. */
  readonly rounds?: number;
}

/**
 * Operations per second of several candidates, each function doing `operations` of them per call.
 * PERF: candidates are warmed up first and then measured in turn, in one process.
 */
export function measureRates<Name extends string>(
  candidates: Readonly<Record<Name, () => void>>,
  operations: number,
  { roundMs = 100, rounds = 9 }: MeasureOptions = {},
): Record<Name, number> {
  const names = Object.keys(candidates) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (const name of names) callsPerSecond(candidates[name], roundMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const rate = callsPerSecond(candidates[name], roundMs) * operations;
      if (rate > best[name]) best[name] = rate;
    }
  }
  return best;
}

function callsPerSecond(run: () => void, durationMs: number): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < durationMs) {
    run();
    calls += 1;
    elapsed = performance.now() - start;
  }
  return (calls * 1000) / elapsed;
}
