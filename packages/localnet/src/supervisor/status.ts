import { logFile } from "../config/homePaths.js";
import { isAlive } from "../process/identity.js";
import type { PartRunner } from "./partRunner.js";
import type { PartSpec } from "./partSpec.js";
import { probeHost, type StackContext } from "./stackContext.js";
import { readParts } from "./stateFiles.js";

export interface PartStatus {
  readonly name: string;
  readonly pid: number | null;
  readonly healthy: boolean;
  readonly restarts: number;
  /** When the running process started, ISO 8601. */
  readonly since: string | null;
  readonly metrics: string | null;
  readonly log: string;
  readonly detail: string;
}

export interface StackUrls {
  readonly web: string | null;
  readonly comlink: string;
  readonly socks: string;
  readonly rpc: string;
  readonly rest: string;
  readonly grpc: string;
  readonly streaming: string;
  readonly faucet: string;
}

/** What `npm run status -- --json` prints. */
export interface StackStatus {
  readonly healthy: boolean;
  readonly parts: readonly PartStatus[];
  readonly urls: StackUrls;
  readonly height: number | null;
  readonly prices: string | null;
}

/** The status of a supervised stack. */
export function liveStatus(context: StackContext, runners: readonly PartRunner[]): StackStatus {
  const parts = runners
    .filter(({ part }) => part.kind !== "task")
    .map((runner) => ({
      name: runner.part.name,
      pid: runner.identity?.pid ?? null,
      healthy: runner.health.healthy,
      restarts: runner.restarts,
      since: runner.since?.toISOString() ?? null,
      metrics: metricsUrl(context, runner.part),
      log: runner.log,
      detail: runner.health.detail,
    }));
  const info = runners.find(({ part }) => part.name === "node")?.health.info ?? {};
  return {
    healthy: parts.every((part) => part.healthy),
    parts,
    urls: stackUrls(context),
    height: typeof info.height === "number" ? info.height : null,
    prices: typeof info.prices === "string" ? info.prices : null,
  };
}

/** The status of a stack without a supervisor: nothing is healthy, orphans are named. */
export function deadStatus(context: StackContext, specs: readonly PartSpec[]): StackStatus {
  const left = readParts(context.paths).filter(({ identity }) => isAlive(identity));
  const parts = specs
    .filter((spec) => spec.kind !== "task")
    .map((spec) => {
      const orphan = left.find((part) => part.name === spec.name);
      return {
        name: spec.name,
        pid: orphan?.identity.pid ?? null,
        healthy: false,
        restarts: 0,
        since: null,
        metrics: metricsUrl(context, spec),
        log: logFile(context.paths.home, spec.name),
        detail: orphan === undefined ? "not running" : "left over from a killed supervisor",
      };
    });
  return { healthy: false, parts, urls: stackUrls(context), height: null, prices: null };
}

export function stackUrls(context: StackContext): StackUrls {
  const { ports, settings, env } = context;
  const probe = probeHost(env.bind);
  const host = probe === "127.0.0.1" ? "localhost" : probe;
  return {
    web: settings.web ? `http://${host}:${ports.web}` : null,
    comlink: `http://${host}:${ports.comlink}`,
    socks: `ws://${host}:${ports.socks}/v4/ws`,
    rpc: `http://${host}:${ports.rpc}`,
    rest: `http://${host}:${ports.rest}`,
    grpc: `${host}:${ports.grpc}`,
    streaming: `ws://${host}:${ports.streaming}/ws`,
    faucet: `http://${host}:${ports.faucet}`,
  };
}

function metricsUrl(context: StackContext, part: PartSpec): string | null {
  if (part.opsPort === undefined) return null;
  return `http://${probeHost(context.env.bind)}:${context.ports[part.opsPort]}/metrics`;
}
