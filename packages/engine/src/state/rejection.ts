/**
 * A normal refusal: code and codespace equal dYdX's, so that existing clients understand them
 * (style.md, errors, kind 1).
 */
export interface Rejection {
  readonly codespace: string;
  readonly code: number;
  /** The text a client sees, wrapped like the reference's errors: "detail: registered message". */
  readonly log: string;
}

export function reject(codespace: string, code: number, log: string): Rejection {
  return { codespace, code, log };
}

/** Narrows `Rejection | T`. */
export function isRejection<T>(value: Rejection | T): value is Rejection {
  return typeof value === "object" && value !== null && "codespace" in value && "code" in value;
}
