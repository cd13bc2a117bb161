/** A timestamptz as the API shows it: UTC, milliseconds, `Z`. */
export function iso(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Collects conditions and their values; `?` in a condition becomes the next placeholder. */
export class Where {
  readonly values: unknown[] = [];
  readonly #parts: string[] = [];

  and(condition: string, ...values: readonly unknown[]): this {
    let next = 0;
    const part = condition.replaceAll("?", () => this.bind(values[next++]));
    this.#parts.push(part);
    return this;
  }

  /** Adds the condition only if the value was given. */
  optional(condition: string, value: unknown): this {
    return value === undefined ? this : this.and(condition, value);
  }

  /** Adds a value outside a condition and returns its placeholder. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  toString(): string {
    return this.#parts.length === 0 ? "TRUE" : this.#parts.join(" AND ");
  }
}

/** Which rows of a listing are wanted (api.md §0.8). */
export interface Page {
  readonly limit: number;
  readonly page?: number | undefined;
}

/** Rows to skip; 0 without `page`. */
export function offsetOf({ limit, page }: Page): number {
  return page === undefined ? 0 : (page - 1) * limit;
}
