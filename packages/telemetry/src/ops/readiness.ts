import { AppError, describeError } from "../errors/appError.js";

/** True, or false, or false with the reason as text. */
export type CheckResult = boolean | { readonly ok: boolean; readonly detail?: string };
export type Check = () => CheckResult | Promise<CheckResult>;
export type ReportValue = string | number | boolean | null;

/** The body of `/health/ready`. */
export interface ReadinessReport {
  readonly ready: boolean;
  /** Names of the checks that failed, in order of registration. */
  readonly failing: readonly string[];
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail?: string }>>;
  /** Facts that a status table shows, such as `height` and `prices` of the node. */
  readonly info: Readonly<Record<string, ReportValue>>;
}

/** Named checks; a process is ready when all of them are true. */
export interface Readiness {
  register(name: string, check: Check): void;
  /** Adds a fact to the report; it does not decide readiness. */
  report(name: string, read: () => ReportValue): void;
  evaluate(): Promise<ReadinessReport>;
}

export interface ReadinessOptions {
  /** A check that takes longer has failed. */
  readonly checkTimeoutMs?: number;
}

/** Makes an empty set of checks: ready until one is registered. */
export function createReadiness(options: ReadinessOptions = {}): Readiness {
  const timeoutMs = options.checkTimeoutMs ?? 2_000;
  const checks = new Map<string, Check>();
  const facts = new Map<string, () => ReportValue>();

  return {
    register(name, check) {
      if (checks.has(name)) {
        throw new AppError("READINESS_DUPLICATE", `check ${name} is registered twice`);
      }
      checks.set(name, check);
    },
    report(name, read) {
      facts.set(name, read);
    },
    async evaluate() {
      const results = await Promise.all(
        [...checks].map(async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const),
      );
      const failing = results.filter(([, result]) => !result.ok).map(([name]) => name);
      return {
        ready: failing.length === 0,
        failing,
        checks: Object.fromEntries(results),
        info: Object.fromEntries([...facts].map(([name, read]) => [name, read()])),
      };
    },
  };
}

async function runCheck(
  check: Check,
  timeoutMs: number,
): Promise<{ ok: boolean; detail?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    const late = { ok: false, detail: `no answer within ${timeoutMs} ms` };
    timer = setTimeout(() => resolve(late), timeoutMs);
  });
  try {
    const result = await Promise.race([Promise.resolve().then(check), timeout]);
    return typeof result === "boolean" ? { ok: result } : result;
  } catch (error) {
    return { ok: false, detail: describeError(error) };
  } finally {
    clearTimeout(timer);
  }
}
