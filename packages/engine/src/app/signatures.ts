import { sha256 } from "@noble/hashes/sha2.js";
import {
  accountplus,
  addressOfPublicKey,
  cosmosSecp256k1,
  directSignBytes,
  TX_EXTENSION_TYPE_URL,
  verifySignature,
} from "@perpetua/protocol";
import {
  type AuthenticationRequest,
  authenticate,
  getAuthenticator,
  isSmartAccountActive,
  isTimestampNonce,
  useTimestampNonce,
} from "../accountplus/index.js";
import { type Account, getAccount, setAccount } from "../auth/index.js";
import { emit, Mode, type Rejection, reject } from "../state/index.js";
import { clobTargetOf } from "./clobTarget.js";
import type { EngineKernel } from "./kernel.js";
import { isShortTermTransaction } from "./routes.js";
import type { Transaction } from "./transaction.js";

/**
 * Distinct signers of a transaction, in order of first appearance. Whoever pays the fee signs too:
 * a named payer comes last (cosmos-sdk x/auth, Tx.GetSigners).
 */
export function signersOf(tx: Transaction): string[] {
  const signers = new Set(tx.messages.flatMap((m) => m.handler.signers(m.value)));
  const payer = tx.authInfo.fee?.payer;
  if (payer) signers.add(payer);
  return [...signers];
}

/** Authenticator ids a transaction selects; empty = the account's own key signs (app.md §14.4). */
export function selectedAuthenticators(tx: Transaction): readonly bigint[] {
  for (const option of tx.body.nonCriticalExtensionOptions) {
    if (option.typeUrl !== TX_EXTENSION_TYPE_URL) continue;
    return accountplus.TxExtension.decode(option.value).selectedAuthenticators;
  }
  return [];
}

interface Signer {
  readonly account: Account;
  readonly publicKey: Uint8Array;
  readonly sequence: bigint;
  readonly signature: Uint8Array;
}

/** Pairs signers with keys and signatures; counts and existence are refused here (sdk 15, 4, 9). */
function pairSigners(k: EngineKernel, tx: Transaction): Rejection | Signer[] {
  const addresses = signersOf(tx);
  const { signatures } = tx.raw;
  const infos = tx.authInfo.signerInfos;
  if (signatures.length === 0) return reject("sdk", 15, "no signatures supplied");
  if (signatures.length !== addresses.length || infos.length !== addresses.length) {
    const text = `invalid number of signer;  expected: ${addresses.length}, got ${signatures.length}`;
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  const signers: Signer[] = [];
  for (const [i, address] of addresses.entries()) {
    const account = getAccount(k, address);
    if (account === undefined)
      return reject("sdk", 9, `account ${address} does not exist: unknown address`);
    const info = infos[i];
    const any = info?.publicKey;
    const isSecp = any?.typeUrl === "/cosmos.crypto.secp256k1.PubKey";
    const publicKey = isSecp
      ? cosmosSecp256k1.PubKey.decode(any.value).key
      : (account.pubKey ?? new Uint8Array());
    signers.push({
      account,
      publicKey,
      sequence: info?.sequence ?? 0n,
      signature: signatures[i] as Uint8Array,
    });
  }
  return signers;
}

/** Sequence, then key, then signature; then the sequence moves (wire.md §2.3). */
export function checkSignatures(k: EngineKernel, tx: Transaction): Rejection | undefined {
  const signers = pairSigners(k, tx);
  if (!Array.isArray(signers)) return signers;
  const shortTerm = isShortTermTransaction(tx);
  const refused =
    (shortTerm ? undefined : checkReplay(k, signers)) ??
    (selectedAuthenticators(tx).length > 0
      ? authenticateMessages(k, tx, signers)
      : checkOwnKeys(k, tx, signers));
  if (refused !== undefined) return refused;
  emitSignatures(k, tx, signers);
  if (!shortTerm) incrementSequences(k, signers);
  return undefined;
}

function checkReplay(k: EngineKernel, signers: readonly Signer[]): Rejection | undefined {
  if (signers.length > 1 && signers.some((s) => isTimestampNonce(s.sequence))) {
    return reject("sdk", 2, "multiple signatures with a timestamp nonce: tx parse error");
  }
  for (const { account, sequence } of signers) {
    if (isTimestampNonce(sequence)) {
      const refused = useTimestampNonce(k, account.address, sequence);
      if (refused !== undefined) return refused;
    } else if (sequence !== BigInt(account.sequence)) {
      const text = `account sequence mismatch, expected ${account.sequence}, got ${sequence}`;
      return reject("sdk", 32, `${text}: incorrect account sequence`);
    }
  }
  return undefined;
}

function checkOwnKeys(
  k: EngineKernel,
  tx: Transaction,
  signers: readonly Signer[],
): Rejection | undefined {
  for (const [i, { account, publicKey }] of signers.entries()) {
    // PERF: a stored key was compared with the address when it was stored.
    if (account.pubKey !== undefined && equalKeys(account.pubKey, publicKey)) continue;
    if (publicKey.length !== 33 || addressOfPublicKey(publicKey) !== account.address) {
      const text = `pubKey does not match signer address ${account.address} with signer index: ${i}`;
      return reject("sdk", 8, `${text}: invalid pubkey`);
    }
    if (account.pubKey === undefined) setAccount(k, { ...account, pubKey: publicKey });
  }
  for (const signer of signers) {
    if (verify(k, tx, signer, signer.publicKey)) continue;
    const who = `account number (${signer.account.accountNumber}) and chain-id (${k.header.chainId})`;
    const text = `signature verification failed; please verify ${who}: (unable to verify single signer signature)`;
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  return undefined;
}

function equalKeys(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A signature as a verifier wants it. */
export interface SignatureJob {
  readonly signature: Uint8Array;
  readonly digest: Uint8Array;
  readonly publicKey: Uint8Array;
}

/**
 * The signatures of a transaction, for verification ahead of the ante chain; empty when signers do
 * not even pair up.
 */
export function signatureJobsOf(k: EngineKernel, tx: Transaction): SignatureJob[] {
  const signers = pairSigners(k, tx);
  if (!Array.isArray(signers)) return [];
  return signers.map((signer) => ({
    signature: signer.signature,
    digest: sha256(signBytesFor(k, tx, signer)),
    publicKey: signer.publicKey,
  }));
}

function signBytesFor(k: EngineKernel, tx: Transaction, signer: Signer): Uint8Array {
  return directSignBytes({
    bodyBytes: tx.raw.bodyBytes,
    authInfoBytes: tx.raw.authInfoBytes,
    chainId: k.header.chainId,
    accountNumber: BigInt(signer.account.accountNumber),
  });
}

function verify(k: EngineKernel, tx: Transaction, signer: Signer, publicKey: Uint8Array): boolean {
  if (k.mode === Mode.Simulate || k.mode === Mode.ReCheckTx) return true;
  const signed = signBytesFor(k, tx, signer);
  return verifySignature(signer.signature, signed, publicKey, k.verifier);
}

/** The smart-account flow (app.md §14.4): one authenticator per message. */
function authenticateMessages(
  k: EngineKernel,
  tx: Transaction,
  signers: readonly Signer[],
): Rejection | undefined {
  const ids = selectedAuthenticators(tx);
  if (!isSmartAccountActive(k)) return reject("dydxaccountplus", 4, "Smart account is not active");
  const payer = tx.authInfo.fee?.payer;
  if (payer && payer !== signers[0]?.account.address) {
    // An authenticator answers for messages; nobody has answered for another account's coins.
    const text = "fee payer must be the first signer";
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  if (ids.length !== tx.messages.length) {
    const text = `Mismatch between the number of selected authenticators and messages`;
    return reject("sdk", 18, `${text}: invalid request`);
  }
  for (const [i, message] of tx.messages.entries()) {
    const own = message.handler.signers(message.value);
    const signer = signers.find((s) => s.account.address === own[0]);
    if (own.length !== 1 || signer === undefined) {
      return reject("dydxaccountplus", 6, "The transaction has multiple signers");
    }
    const id = ids[i] as bigint;
    const stored = getAuthenticator(k, signer.account.address, id);
    if (stored === undefined) {
      const what = `authenticator ${id} not found for account ${signer.account.address}`;
      const prefix = `failed to get initialized authenticator (account = ${signer.account.address}, authenticator id = ${id}, msg index = ${i}, msg type url = ${message.typeUrl})`;
      return reject("dydxaccountplus", 1, `${prefix}: ${what}: Authenticator is not found`);
    }
    const target = clobTargetOf(message);
    const request: AuthenticationRequest = {
      typeUrl: message.typeUrl,
      ...(target === undefined ? {} : { clob: target }),
      verify: (publicKey) => authenticatorSignatureText(k, tx, signer, publicKey),
    };
    const refused = authenticate(stored.type, stored.config, String(id), request);
    if (refused === undefined) continue;
    const prefix = `authentication failed for message ${i}, authenticator id ${id}, type ${stored.type}`;
    return reject(refused.codespace, refused.code, `${prefix}: ${refused.log}`);
  }
  return undefined;
}

function authenticatorSignatureText(
  k: EngineKernel,
  tx: Transaction,
  signer: Signer,
  publicKey: Uint8Array,
): string | undefined {
  if (verify(k, tx, signer, publicKey)) return undefined;
  const { accountNumber } = signer.account;
  const who = `account number (${accountNumber}), sequence (${signer.account.sequence}) and chain-id (${k.header.chainId})`;
  return `signature verification failed; please verify ${who}`;
}

function emitSignatures(k: EngineKernel, tx: Transaction, signers: readonly Signer[]): void {
  const smart = selectedAuthenticators(tx).length > 0;
  for (const s of signers) {
    emit(k, "tx", [["acc_seq", `${smart ? "" : s.account.address}/${s.sequence}`]]);
  }
  for (const s of signers) emit(k, "tx", [["signature", base64(s.signature)]]);
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const b of bytes) text += String.fromCharCode(b);
  return btoa(text);
}

function incrementSequences(k: EngineKernel, signers: readonly Signer[]): void {
  for (const { account, sequence } of signers) {
    if (isTimestampNonce(sequence)) continue;
    const current = getAccount(k, account.address) ?? account;
    setAccount(k, { ...current, sequence: current.sequence + 1 });
  }
}
