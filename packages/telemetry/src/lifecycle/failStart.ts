import { AppError, causeChain, describeError } from "../errors/appError.js";
import { createLogger } from "../logging/createLogger.js";

/**
 * Ends a process that cannot start: one line that names the cause, a record for a log and plain
 * text for a terminal.
 */
export function failStart(name: string, error: unknown): never {
  const text = oneLine(describeError(error));
  if (process.stderr.isTTY) process.stderr.write(`${name}: ${text}\n`);
  else {
    const code = causeChain(error).find((link) => link instanceof AppError)?.code;
    createLogger({ name, destination: process.stderr }).fatal({ code }, text);
  }
  process.exit(1);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
