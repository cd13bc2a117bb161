import type { PortName } from "../config/ports.js";

/** A part of the stack, as data; `parts.ts` lists them all. */
export interface PartSpec {
  readonly name: string;
  /**
   * `service`: a server that localnet provisions. `process`: a program of ours that runs for ever.
   * `task`: a program that must end with 0 before what depends on it starts.
   */
  readonly kind: "service" | "process" | "task";
  readonly dependsOn: readonly string[];
  /** Program and arguments; `node` is this Node, `{port:web}` a port of the stack. */
  readonly command?: readonly string[];
  /** Below the checkout; the checkout itself when absent. */
  readonly cwd?: string;
  /** Ports that must be free before the start. */
  readonly ports: readonly PortName[];
  /** Where `/metrics` and `/health/ready` are; also given to the process as `OPS_PORT`. */
  readonly opsPort?: PortName;
  /** A page that must answer, for a program without `/health/ready`. */
  readonly page?: { readonly port: PortName; readonly path: string };
  readonly env?: Readonly<Record<string, string>>;
  /** From start to healthy, or of a task to its end. */
  readonly startTimeoutMs: number;
  readonly stopGraceMs?: number;
  /** A process that answered and then is silent for so long is killed; a minute by default. */
  readonly hangMs?: number;
}
