import pino from "pino";
import { AppError } from "../errors/appError.js";
import { REDACTED_PATHS } from "./redactedPaths.js";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One log call: a message alone, or fields and a message. Put an error under `err`. */
export interface LogMethod {
  (message: string): void;
  (fields: object, message?: string): void;
}

/** The logger that every process uses; JSON, one line per record. */
export interface Logger {
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** A logger that adds these fields to each of its records. */
  child(fields: Record<string, unknown>): Logger;
  isLevelEnabled(level: string): boolean;
}

/** Where lines go; `process.stdout` unless told otherwise. */
export interface LogDestination {
  write(line: string): unknown;
}

export interface LoggerOptions {
  /** The process or part, as `name` in each record. */
  readonly name: string;
  readonly level?: LogLevel;
  readonly destination?: LogDestination;
  /** Further paths to redact, in pino's syntax, next to `REDACTED_PATHS`. */
  readonly redact?: readonly string[];
}

/** Makes the root logger of a process. */
export function createLogger(options: LoggerOptions): Logger {
  const level = options.level ?? "info";
  if (!LOG_LEVELS.includes(level)) {
    throw new AppError("LOG_LEVEL", `unknown log level "${level}"; use ${LOG_LEVELS.join(", ")}`);
  }
  const settings: pino.LoggerOptions = {
    name: options.name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: serializeError, error: serializeError },
    redact: { paths: [...REDACTED_PATHS, ...(options.redact ?? [])], censor: "[redacted]" },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A logger that writes nothing, for tests and libraries used without one. */
export function createSilentLogger(): Logger {
  return pino({ level: "silent" });
}

/** Narrows text from the environment or a flag to a level. */
export function isLogLevel(text: string): text is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(text);
}

function serializeError(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const record: Record<string, unknown> = {
    type: value.name,
    message: value.message,
    stack: value.stack,
  };
  if (value instanceof AppError) {
    record.code = value.code;
    record.fields = Object.fromEntries(
      Object.entries(value.fields).map(([k, v]) => [k, typeof v === "bigint" ? v.toString() : v]),
    );
  } else if ("code" in value) {
    record.code = value.code;
  }
  if (value.cause !== undefined) record.cause = serializeError(value.cause);
  return record;
}
