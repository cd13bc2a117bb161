import { invalidParams } from "./errors.js";

/** Parameters of a call by name. Values from the GET form are text, from POST any JSON. */
export class Params {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    /** GET style: bytes come as 0x-hex or quoted text instead of base64. */
    private readonly isUri: boolean,
  ) {}

  text(name: string): string {
    const value = this.values[name];
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") throw invalidParams(`${name} must be a string`);
    return this.isUri && /^".*"$/s.test(value) ? value.slice(1, -1) : value;
  }

  /** A whole number, or undefined when absent. */
  integer(name: string): number | undefined {
    const value = this.values[name];
    if (value === undefined || value === null || value === "") return undefined;
    const text = String(value).replace(/^"(.*)"$/, "$1");
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
      throw invalidParams(`${name} must be an integer, got ${text}`);
    }
    return Number(text);
  }

  boolean(name: string): boolean {
    const value = this.values[name];
    return value === true || value === "true";
  }

  /** Bytes that POST sends as base64 (transactions, hashes). */
  base64(name: string): Uint8Array {
    if (this.isUri) return this.uriBytes(name);
    const text = this.text(name);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw invalidParams(`${name} must be base64`);
    return new Uint8Array(Buffer.from(text, "base64"));
  }

  /** Bytes that POST sends as hex without 0x (abci_query data). */
  hex(name: string): Uint8Array {
    if (this.isUri) return this.uriBytes(name);
    const text = this.text(name).replace(/^0x/, "");
    if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw invalidParams(`${name} must be hex`);
    return new Uint8Array(Buffer.from(text, "hex"));
  }

  private uriBytes(name: string): Uint8Array {
    const raw = String(this.values[name] ?? "");
    if (raw.startsWith("0x")) {
      if (!/^0x([0-9a-fA-F]{2})*$/.test(raw)) throw invalidParams(`${name} must be hex after 0x`);
      return new Uint8Array(Buffer.from(raw.slice(2), "hex"));
    }
    return new Uint8Array(Buffer.from(this.text(name), "utf8"));
  }
}
