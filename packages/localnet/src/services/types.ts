import type { Invocation } from "../process/unprivileged.js";

export const SERVICE_NAMES = ["postgres", "redis", "kafka"] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** What a provisioned server needs to know about its surroundings. */
export interface ServiceContext {
  /** The server's own data directory. */
  readonly dataDir: string;
  readonly port: number;
  /** Kafka's second port, for its controller. */
  readonly controllerPort: number;
  /** Downloads shared by all checkouts. */
  readonly cacheDir: string;
  /** False in tests: no fsync, many Redis databases. */
  readonly durable: boolean;
  /** Says what a long step is doing. */
  readonly progress: (line: string) => void;
}

/** How to run a server: the supervisor and the test services both start from this. */
export interface LaunchSpec extends Invocation {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it cleanly. */
  readonly stopSignal: NodeJS.Signals;
  readonly stopGraceMs: number;
}

/** A server that localnet can find or fetch, start and probe. */
export interface Service {
  readonly name: ServiceName;
  /** The URL (for Kafka, the broker list) that clients use. */
  url(context: ServiceContext): string;
  /** Finds the program, makes the data directory; throws an AppError that says what is missing. */
  prepare(context: ServiceContext): Promise<LaunchSpec>;
  /** Rejects until the server answers. Works on any URL, provisioned or not. */
  probe(url: string): Promise<void>;
  /** Work once the server answers for the first time, such as making the database. */
  afterReady?(context: ServiceContext): Promise<void>;
}
