import { AppError, type ErrorFields } from "@perpetua/telemetry";

export type BlockErrorCode =
  /** Not even the envelope can be read: its height is unknown. */
  | "BLOCK_UNDECODABLE"
  /** The events break the rules of indexer.md §4.3. */
  | "BLOCK_PARSE"
  /** The events do not fit the rows. */
  | "BLOCK_STATE";

/**
 * A block that cannot be applied. It stops the indexer at its height (indexer.md §4.2-7): going on
 * without the block would make every later row wrong.
 */
export class BlockError extends AppError {
  constructor(code: BlockErrorCode, message: string, fields: ErrorFields = {}) {
    super(code, message, { fields });
  }
}

/** What the node sent breaks the rules of indexer.md §4.3. */
export function parseError(message: string, fields: ErrorFields = {}): BlockError {
  return new BlockError("BLOCK_PARSE", message, fields);
}

/** The event refers to something that the database does not have, or has already. */
export function stateError(message: string, fields: ErrorFields = {}): BlockError {
  return new BlockError("BLOCK_STATE", message, fields);
}

/** Returns a value that validation has proven present. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw parseError(`${what} is missing`);
  return value;
}
