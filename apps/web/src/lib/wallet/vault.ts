/**
 * The recovery phrase at rest: AES-256-GCM under a key from the owner's password (PBKDF2-SHA-256).
 * Runs inside the signer worker only; the main thread never sees phrase, password-derived key or
 * private key (web.md A3, §3.8).
 */
export interface SealedWallet {
  version: 1;
  address: string;
  iterations: number;
  salt: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: ArrayBuffer;
}

/** OWASP's figure for PBKDF2-SHA-256 (2023): about a third of a second in a browser. */
export const PBKDF2_ITERATIONS = 600_000;
const KEY_BITS = 256;

export class WrongPasswordError extends Error {
  override name = "WrongPasswordError";
}

/** Derives a non-extractable key: it can open the wallet but never leaves WebCrypto. */
export async function deriveKey(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(password.normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveKey"],
  );
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: KEY_BITS },
    false,
    ["encrypt", "decrypt"],
  );
}

export async function seal(
  phrase: string,
  address: string,
  password: string,
  iterations = PBKDF2_ITERATIONS,
): Promise<{ sealed: SealedWallet; key: CryptoKey }> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await deriveKey(password, salt, iterations);
  const ciphertext = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(address) },
    key,
    new TextEncoder().encode(phrase),
  );
  return { sealed: { version: 1, address, iterations, salt, iv, ciphertext }, key };
}

/** Opens the wallet; the address is authenticated with the phrase, so neither can be swapped. */
export async function open(sealed: SealedWallet, key: CryptoKey): Promise<string> {
  try {
    const clear = await crypto.subtle.decrypt(
      {
        name: "AES-GCM",
        iv: sealed.iv,
        additionalData: new TextEncoder().encode(sealed.address),
      },
      key,
      sealed.ciphertext,
    );
    return new TextDecoder().decode(clear);
  } catch (cause) {
    throw new WrongPasswordError("the password does not open this wallet", { cause });
  }
}
