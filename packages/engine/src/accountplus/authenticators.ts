import { type Rejection, reject, stringCodec } from "../state/index.js";

/** What an authenticator may look at: one message of the transaction and its signature. */
export interface AuthenticationRequest {
  readonly typeUrl: string;
  /**
   * clob pairs and subaccount number of a place, cancel or batch cancel; absent for other messages.
   */
  readonly clob?: { readonly clobPairIds: readonly number[]; readonly subaccountNumber: number };
  /** Checks the signature against a public key; the text of a failure, or undefined. */
  verify(publicKey: Uint8Array): string | undefined;
}

interface Child {
  readonly type: string;
  readonly config: Uint8Array;
}

const COMPOSITES = ["AllOf", "AnyOf"];
const TYPES = [
  "SignatureVerification",
  "MessageFilter",
  "ClobPairIdFilter",
  "SubaccountFilter",
  ...COMPOSITES,
];

/** Codes of the outermost authenticator (app.md §14.2). */
const CODES: Readonly<Record<string, readonly [number, string]>> = {
  SignatureVerification: [100, "Signature verification failed"],
  MessageFilter: [101, "Message type verification failed"],
  ClobPairIdFilter: [102, "Clob pair id verification failed"],
  SubaccountFilter: [103, "Subaccount verification failed"],
  AllOf: [104, "AllOf verification failed"],
  AnyOf: [105, "AnyOf verification failed"],
};

/**
 * Children of a composite: a JSON array of `{"type", "config": base64}`; undefined when it is not
 * one.
 */
function childrenOf(config: Uint8Array): Child[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(stringCodec.decode(config));
  } catch {
    return undefined; // The caller reports malformed JSON as a refusal.
  }
  if (!Array.isArray(parsed)) return undefined;
  const children: Child[] = [];
  for (const member of parsed as unknown[]) {
    const child = childOf(member);
    if (child === undefined) return undefined;
    children.push(child);
  }
  return children;
}

const PADDED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Absent members are empty, as Go reads them; other types and other base64 are errors. */
function childOf(member: unknown): Child | undefined {
  if (member !== null && (typeof member !== "object" || Array.isArray(member))) return undefined;
  const { type, config } = (member ?? {}) as { type?: unknown; config?: unknown };
  const name = type ?? "";
  const text = config ?? "";
  if (typeof name !== "string" || typeof text !== "string" || !PADDED.test(text)) return undefined;
  return { type: name, config: fromBase64(text) };
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function fromBase64(text: string): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let value = 0;
  for (const ch of text) {
    const digit = BASE64.indexOf(ch);
    if (digit < 0) continue;
    value = (value << 6) | digit;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >> bits) & 255);
    }
  }
  return Uint8Array.from(out);
}

/** Whether every path through the tree checks a signature (app.md §14.2, last column). */
function requiresSignature(type: string, config: Uint8Array): boolean {
  if (type === "SignatureVerification") return true;
  const children = COMPOSITES.includes(type) ? (childrenOf(config) ?? []) : [];
  if (type === "AllOf") return children.some((c) => requiresSignature(c.type, c.config));
  if (type === "AnyOf")
    return children.length > 0 && children.every((c) => requiresSignature(c.type, c.config));
  return false;
}

/**
 * Rules for adding an authenticator: known type, valid configuration, no path without a signature
 * (app.md §14.3).
 */
export function validateAuthenticator(type: string, config: Uint8Array): Rejection | undefined {
  if (!TYPES.includes(type))
    return reject("undefined", 1, `authenticator type ${type} is not registered`);
  const invalid = validateConfig(type, config);
  if (invalid !== undefined) {
    const prefix = `\`OnAuthenticatorAdded\` failed on authenticator type ${type}`;
    return reject(invalid.codespace, invalid.code, `${prefix}: ${invalid.log}`);
  }
  if (!requiresSignature(type, config)) {
    return reject("undefined", 1, "authenticator does not require signature verification");
  }
  return undefined;
}

function validateConfig(type: string, config: Uint8Array): Rejection | undefined {
  if (type === "SignatureVerification") {
    if (config.length === 33) return undefined;
    return reject(
      "undefined",
      1,
      `invalid secp256k1 public key size, expected 33, got ${config.length}`,
    );
  }
  if (!COMPOSITES.includes(type)) return undefined;
  const children = childrenOf(config);
  if (children === undefined)
    return reject(
      "sdk",
      18,
      "failed to parse sub-authenticators initialization data: invalid request",
    );
  if (children.length < 2)
    return reject("sdk", 18, "no sub-authenticators provided: invalid request");
  for (const child of children) {
    if (!TYPES.includes(child.type)) {
      return reject(
        "sdk",
        18,
        `sub-authenticator failed to be added in function \`OnAuthenticatorAdded\` as type is not registered in manager: ${child.type}: invalid request`,
      );
    }
    const invalid = validateConfig(child.type, child.config);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}

/** Runs one authenticator; `id` is its dotted path, used in texts. */
export function authenticate(
  type: string,
  config: Uint8Array,
  id: string,
  request: AuthenticationRequest,
): Rejection | undefined {
  const text = failureText(type, config, id, request);
  if (text === undefined) return undefined;
  const [code, suffix] = CODES[type] ?? [1, "unknown authenticator"];
  return reject("dydxaccountplus", code, `${text}: ${suffix}`);
}

function failureText(
  type: string,
  config: Uint8Array,
  id: string,
  request: AuthenticationRequest,
): string | undefined {
  switch (type) {
    case "SignatureVerification":
      return request.verify(config);
    case "MessageFilter": {
      const allowed = listOf(config);
      if (allowed.includes(request.typeUrl)) return undefined;
      return `message types do not match. Got ${request.typeUrl}, Expected ${goSet(allowed)}`;
    }
    case "ClobPairIdFilter": {
      const bad = request.clob?.clobPairIds.find((pair) => !listOf(config).includes(String(pair)));
      return bad === undefined
        ? undefined
        : `order id ${bad} not in whitelist ${goSet(listOf(config))}`;
    }
    case "SubaccountFilter": {
      const number = request.clob?.subaccountNumber;
      if (number === undefined || listOf(config).includes(String(number))) return undefined;
      return `subaccount number ${number} not in whitelist ${goSet(listOf(config))}`;
    }
    default:
      return compositeText(type, childrenOf(config), id, request);
  }
}

/** A composite that cannot be read lets nothing pass. */
function compositeText(
  type: string,
  children: readonly Child[] | undefined,
  id: string,
  request: AuthenticationRequest,
): string | undefined {
  if (children === undefined) return "failed to parse sub-authenticators initialization data";
  return type === "AllOf" ? allOf(children, id, request) : anyOf(children, id, request);
}

function allOf(
  children: readonly Child[],
  id: string,
  request: AuthenticationRequest,
): string | undefined {
  for (const [i, child] of children.entries()) {
    const refused = authenticate(child.type, child.config, `${id}.${i}`, request);
    if (refused !== undefined) return refused.log;
  }
  return undefined;
}

function anyOf(
  children: readonly Child[],
  id: string,
  request: AuthenticationRequest,
): string | undefined {
  const pieces: string[] = [];
  for (const [i, child] of children.entries()) {
    const refused = authenticate(child.type, child.config, `${id}.${i}`, request);
    if (refused === undefined) return undefined;
    pieces.push(`[${child.type} (id = ${id}.${i})] ${refused.log}; `);
  }
  return `all sub-authenticators failed to authenticate: ${pieces.join("; ")}`;
}

function listOf(config: Uint8Array): string[] {
  return stringCodec.decode(config).split(",");
}

/** How Go prints a set: `map[a:{} b:{}]`. */
function goSet(items: readonly string[]): string {
  return `map[${[...items]
    .sort()
    .map((x) => `${x}:{}`)
    .join(" ")}]`;
}
