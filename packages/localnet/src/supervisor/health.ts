import { AppError, type ReadinessReport } from "@perpetua/telemetry";

const TIMEOUT_MS = 3_000;

/** What a probe learned; `info` are the facts that a process reports (height, prices). */
export interface Health {
  readonly healthy: boolean;
  /** False when nothing answered at all: the process may hang. */
  readonly reachable: boolean;
  readonly detail: string;
  readonly info: Readonly<Record<string, unknown>>;
}

/** Asks `/health/ready`: 200 is healthy, and the body of a 503 says what is not. */
export async function askReady(url: string): Promise<Health> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const report = (await response.json()) as Partial<ReadinessReport>;
  const info = report.info ?? {};
  if (response.ok) return { healthy: true, reachable: true, detail: "", info };
  const failing = (report.failing ?? []).map((name) => {
    const detail = report.checks?.[name]?.detail;
    return detail === undefined ? name : `${name} (${detail})`;
  });
  return { healthy: false, reachable: true, detail: `not ready: ${failing.join(", ")}`, info };
}

/** Asks a page; any answer below 500 is healthy. */
export async function askPage(url: string): Promise<Health> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.arrayBuffer();
  const healthy = response.status < 500;
  const detail = healthy ? "" : `${url} answered ${response.status}`;
  return { healthy, reachable: true, detail, info: {} };
}

/** Turns an unhealthy answer into an error, for waiting loops. */
export function assertHealthy(health: Health): void {
  if (!health.healthy) throw new AppError("UNHEALTHY", health.detail);
}
