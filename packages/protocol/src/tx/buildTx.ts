import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Any } from "../gen/google/protobuf/any.js";
import { TxExtension } from "../gen/packages/accountplus.js";
import type { Coin } from "../gen/packages/cosmosBase.js";
import { PubKey } from "../gen/packages/cosmosSecp256k1.js";
import { SignMode } from "../gen/packages/cosmosSigning.js";
import { AuthInfo, TxBody, TxRaw } from "../gen/packages/cosmosTx.js";
import type { KeyPair } from "./keys.js";
import { signBytes } from "./signature.js";
import { directSignBytes } from "./signDoc.js";

export const SECP256K1_TYPE_URL = "/cosmos.crypto.secp256k1.PubKey";
export const TX_EXTENSION_TYPE_URL = "/dydxprotocol.accountplus.TxExtension";

/** Gas limit that clients put on transactions that pay nothing (wire.md §2.2). */
export const FREE_TX_GAS_LIMIT = 1_000_000n;

export interface TxBodyInput {
  readonly messages: readonly Any[];
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
  /**
   * Ids of the authenticators that answer for each message. An empty list writes the empty
   * extension that the JavaScript client always sends; leave it out to write none.
   */
  readonly authenticators?: readonly bigint[];
}

export function buildTxBody(input: TxBodyInput): Uint8Array {
  const extension =
    input.authenticators === undefined
      ? []
      : [
          {
            typeUrl: TX_EXTENSION_TYPE_URL,
            value: encodeTxExtension(input.authenticators),
          },
        ];
  return TxBody.encode({
    messages: [...input.messages],
    memo: input.memo ?? "",
    timeoutHeight: input.timeoutHeight ?? 0n,
    extensionOptions: [],
    nonCriticalExtensionOptions: extension,
  }).finish();
}

/** The JavaScript client writes an empty list explicitly, as `0a 00` (V063). */
const EMPTY_TX_EXTENSION = Uint8Array.of(0x0a, 0x00);

function encodeTxExtension(selectedAuthenticators: readonly bigint[]): Uint8Array {
  if (selectedAuthenticators.length === 0) return EMPTY_TX_EXTENSION;
  return TxExtension.encode({ selectedAuthenticators: [...selectedAuthenticators] }).finish();
}

export interface AuthInfoInput {
  /** Compressed key of the signer, which may be a trading key of the owner. */
  readonly publicKey: Uint8Array;
  /** The owner's sequence, or a timestamp in milliseconds (wire.md §2.3). */
  readonly sequence: bigint;
  readonly feeAmount?: readonly Coin[];
  readonly gasLimit?: bigint;
  readonly signMode?: SignMode;
}

export function buildAuthInfo(input: AuthInfoInput): Uint8Array {
  const publicKey = PubKey.encode({ key: input.publicKey }).finish();
  return AuthInfo.encode({
    signerInfos: [
      {
        publicKey: { typeUrl: SECP256K1_TYPE_URL, value: publicKey },
        modeInfo: { single: { mode: input.signMode ?? SignMode.SIGN_MODE_DIRECT } },
        sequence: input.sequence,
      },
    ],
    fee: {
      amount: [...(input.feeAmount ?? [])],
      gasLimit: input.gasLimit ?? FREE_TX_GAS_LIMIT,
      payer: "",
      granter: "",
    },
    tip: undefined,
  }).finish();
}

export interface SignTxInput extends TxBodyInput, Omit<AuthInfoInput, "publicKey" | "signMode"> {
  readonly key: Pick<KeyPair, "privateKey" | "publicKey">;
  readonly chainId: string;
  readonly accountNumber: bigint;
}

export interface SignedTx {
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** TxRaw: what is broadcast. */
  readonly txBytes: Uint8Array;
  readonly hash: string;
}

/** Builds and signs a transaction with one signer in SIGN_MODE_DIRECT. */
export function signTx(input: SignTxInput): SignedTx {
  const bodyBytes = buildTxBody(input);
  const authInfoBytes = buildAuthInfo({ ...input, publicKey: input.key.publicKey });
  const { chainId, accountNumber } = input;
  const signDoc = directSignBytes({ bodyBytes, authInfoBytes, chainId, accountNumber });
  const signature = signBytes(signDoc, input.key.privateKey);
  const txBytes = TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [signature] }).finish();
  return { bodyBytes, authInfoBytes, signature, txBytes, hash: txHash(txBytes) };
}

/** Transaction that a proposer injects: no signatures and an empty fee (`12 00`; traps-node 6). */
export function buildInjectedTx(message: Any): Uint8Array {
  const authInfoBytes = AuthInfo.encode({
    signerInfos: [],
    fee: { amount: [], gasLimit: 0n, payer: "", granter: "" },
    tip: undefined,
  }).finish();
  const bodyBytes = buildTxBody({ messages: [message] });
  return TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [] }).finish();
}

/** SHA-256 of the TxRaw bytes, upper-case hex. */
export function txHash(txBytes: Uint8Array): string {
  return bytesToHex(sha256(txBytes)).toUpperCase();
}
