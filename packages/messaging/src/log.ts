/** The part of a logger that this package uses; `@perpetua/telemetry`'s logger satisfies it. */
export interface MessagingLog {
  debug(message: string, context?: Record<string, unknown>): void;
  info(message: string, context?: Record<string, unknown>): void;
  warning(message: string, context?: Record<string, unknown>): void;
  error(message: string, context?: Record<string, unknown>): void;
}

const ignore = () => undefined;

/** Discards everything: the default, so that no client library writes to the console. */
export const silentLog: MessagingLog = {
  debug: ignore,
  info: ignore,
  warning: ignore,
  error: ignore,
};
