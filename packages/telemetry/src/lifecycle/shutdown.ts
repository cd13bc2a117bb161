import { describeError } from "../errors/appError.js";
import type { Logger } from "../logging/createLogger.js";

export type Closer = () => unknown | Promise<unknown>;

/** Closes what a process opened, in reverse order, once. */
export interface Shutdown {
  /** Registers a closer; the one registered last runs first. */
  onClose(name: string, close: Closer): void;
  /** Runs all closers; a failing one is logged and does not stop the others. Idempotent. */
  close(reason: string): Promise<{ readonly clean: boolean }>;
  /** True from the first call of `close` on: loops end, servers refuse. */
  readonly closing: boolean;
  /**
   * Ends the process on SIGTERM and SIGINT (exit 0 when clean) and on an unhandled rejection or
   * uncaught exception (logged, exit 1). A second signal ends it at once.
   */
  install(): void;
}

export interface ShutdownOptions {
  readonly logger: Logger;
  /** All closers together; what is not closed then is left to the operating system. */
  readonly timeoutMs?: number;
  /** Replaced in tests. */
  readonly exit?: (code: number) => void;
}

/** Makes the shutdown sequence of a process. */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { logger } = options;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const exit = options.exit ?? ((code: number) => process.exit(code));
  const closers: { name: string; close: Closer }[] = [];
  let running: Promise<{ clean: boolean }> | undefined;

  const close = (reason: string): Promise<{ clean: boolean }> => {
    running ??= withTimeout(runClosers(closers, logger, reason), timeoutMs, logger);
    return running;
  };
  const closeAndExit = (reason: string, code: number): void => {
    if (running !== undefined) {
      exit(code === 0 ? 130 : code);
      return;
    }
    void close(reason).then(({ clean }) => exit(clean ? code : 1));
  };

  return {
    onClose: (name, closer) => void closers.push({ name, close: closer }),
    close,
    get closing() {
      return running !== undefined;
    },
    install() {
      process.on("SIGTERM", () => closeAndExit("SIGTERM", 0));
      process.on("SIGINT", () => closeAndExit("SIGINT", 0));
      process.on("unhandledRejection", (error) => {
        logger.fatal({ err: error }, `unhandled rejection: ${describeError(error)}`);
        closeAndExit("unhandledRejection", 1);
      });
      process.on("uncaughtException", (error) => {
        logger.fatal({ err: error }, `uncaught exception: ${describeError(error)}`);
        closeAndExit("uncaughtException", 1);
      });
    },
  };
}

async function runClosers(
  closers: readonly { name: string; close: Closer }[],
  logger: Logger,
  reason: string,
): Promise<{ clean: boolean }> {
  logger.info({ reason }, "shutting down");
  let clean = true;
  for (const { name, close } of [...closers].reverse()) {
    try {
      await close();
    } catch (error) {
      clean = false;
      logger.error({ err: error, closer: name }, `closing ${name} failed`);
    }
  }
  logger.info({ clean }, "shut down");
  return { clean };
}

async function withTimeout(
  work: Promise<{ clean: boolean }>,
  timeoutMs: number,
  logger: Logger,
): Promise<{ clean: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ clean: boolean }>((resolve) => {
    timer = setTimeout(() => {
      logger.error({ timeoutMs }, "shutdown took too long");
      resolve({ clean: false });
    }, timeoutMs);
  });
  const result = await Promise.race([work, late]);
  clearTimeout(timer);
  return result;
}
