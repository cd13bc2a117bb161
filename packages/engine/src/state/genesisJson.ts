import { assert } from "../math/assert.js";

/**
 * Readers for Cosmos genesis files, which mix numbers and strings for 64-bit values and leave out
 * default members (traps-node.md 48). Every error names the path of the member.
 */
export class GenesisJson {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  /** The member `key`, which may be absent. */
  at(key: string): GenesisJson {
    const v = this.value;
    const isObject = typeof v === "object" && v !== null && !Array.isArray(v);
    assert(isObject || v === undefined || v === null, `${this.path}: expected an object`);
    const member = isObject ? (v as Record<string, unknown>)[key] : undefined;
    return new GenesisJson(member, `${this.path}.${key}`);
  }

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  list(): GenesisJson[] {
    if (!this.present) return [];
    assert(Array.isArray(this.value), `${this.path}: expected a list`);
    return this.value.map((v, i) => new GenesisJson(v, `${this.path}[${i}]`));
  }

  string(fallback = ""): string {
    if (!this.present) return fallback;
    assert(typeof this.value === "string", `${this.path}: expected a string`);
    return this.value;
  }

  bigint(fallback = 0n): bigint {
    if (!this.present) return fallback;
    const text = String(this.value);
    assert(/^-?\d+$/.test(text), `${this.path}: expected an integer, got ${text}`);
    return BigInt(text);
  }

  number(fallback = 0): number {
    const n = Number(this.bigint(BigInt(fallback)));
    assert(Number.isSafeInteger(n), `${this.path}: integer too large`);
    return n;
  }

  boolean(fallback = false): boolean {
    if (!this.present) return fallback;
    assert(typeof this.value === "boolean", `${this.path}: expected true or false`);
    return this.value;
  }

  /** A Go duration as proto-JSON ("3s", "0.5s"), in nanoseconds. */
  durationNs(fallback = 0n): bigint {
    if (!this.present) return fallback;
    const m = /^(-?\d+)(?:\.(\d{1,9}))?s$/.exec(String(this.value));
    assert(m !== null, `${this.path}: expected a duration like "3s"`);
    return BigInt(m[1] as string) * 1_000_000_000n + BigInt((m[2] ?? "").padEnd(9, "0"));
  }

  /** An enumeration: its number, or its name looked up in `names`. */
  enumeration(names: Readonly<Record<string, number | string>>, fallback = 0): number {
    if (!this.present) return fallback;
    if (typeof this.value === "number") return this.value;
    const n = names[String(this.value)];
    assert(typeof n === "number", `${this.path}: unknown name ${String(this.value)}`);
    return n;
  }
}
