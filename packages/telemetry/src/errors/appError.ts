/** Data that goes with an operational fault; shown in logs, so never secrets. */
export type ErrorFields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

export interface AppErrorOptions {
  /** What went wrong underneath; kept for `rootCause` and the log. */
  readonly cause?: unknown;
  readonly fields?: ErrorFields;
}

/**
 * An operational fault (broker down, bad configuration): the third error kind of the house style.
 * Callers switch on `code`; whether to retry is decided at the edge only.
 */
export class AppError extends Error {
  readonly code: string;
  readonly fields: ErrorFields;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = options.fields ?? {};
  }
}

/** Limit on the length of a cause chain, so that a cyclic one ends. */
const MAX_CAUSES = 16;

/** The errors from the outermost to the root, at most `MAX_CAUSES` of them. */
export function causeChain(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current: unknown = error;
  while (current !== undefined && current !== null && chain.length < MAX_CAUSES) {
    chain.push(current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return chain;
}

/** True when the error, or any of its causes, is an `AppError` with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return causeChain(error).some((link) => link instanceof AppError && link.code === code);
}

/** One line that names every link of the cause chain, outermost first. */
export function describeError(error: unknown): string {
  return causeChain(error).map(describeLink).join(" <- ");
}

function describeLink(link: unknown): string {
  if (link instanceof AppError) return `${link.code}: ${link.message}`;
  if (link instanceof Error) return link.message === "" ? link.name : link.message;
  return String(link);
}
