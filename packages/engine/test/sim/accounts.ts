import {
  addressOfPublicKey,
  buildAuthInfo,
  buildTxBody,
  cosmosTx,
  type SignatureVerifier,
} from "@perpetua/protocol";
import type { Rng } from "./rng.js";

/** A user without a private key: the simulation's verifier takes any signature. */
export interface SimAccount {
  readonly address: string;
  readonly publicKey: Uint8Array;
  readonly accountNumber: number;
}

/** Signatures cost most of a real block and have tests of their own; here all but one are good. */
export const lenientVerifier: SignatureVerifier = {
  verify: (signature) => signature[0] !== BAD_SIGNATURE,
};

const BAD_SIGNATURE = 0xff;

export function makeAccount(rng: Rng, accountNumber: number): SimAccount {
  const publicKey = rng.bytes(33);
  publicKey[0] = 2;
  return { address: addressOfPublicKey(publicKey), publicKey, accountNumber };
}

export interface SimMessage {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

export interface TxOptions {
  readonly sequence: bigint;
  readonly fee?: bigint;
  readonly gas?: bigint;
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
  readonly authenticators?: readonly bigint[];
  /** Who pays the fee instead of the signer. */
  readonly granter?: string;
  readonly badSignature?: boolean;
}

export const USDC_DENOM = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";

function withGranter(granter: string | undefined, info: Parameters<typeof buildAuthInfo>[0]) {
  const bytes = buildAuthInfo(info);
  if (granter === undefined) return bytes;
  const { AuthInfo } = cosmosTx;
  const decoded = AuthInfo.decode(bytes);
  return AuthInfo.encode({
    ...decoded,
    fee: { amount: [], gasLimit: 0n, payer: "", ...decoded.fee, granter },
  }).finish();
}

/** The bytes of a transaction with one signer. */
export function buildTransaction(
  signer: SimAccount,
  messages: readonly SimMessage[],
  o: TxOptions,
): Uint8Array {
  const bodyBytes = buildTxBody({
    messages,
    ...(o.memo === undefined ? {} : { memo: o.memo }),
    ...(o.timeoutHeight === undefined ? {} : { timeoutHeight: o.timeoutHeight }),
    ...(o.authenticators === undefined ? {} : { authenticators: o.authenticators }),
  });
  const authInfoBytes = withGranter(o.granter, {
    publicKey: signer.publicKey,
    sequence: o.sequence,
    ...(o.fee === undefined ? {} : { feeAmount: [{ denom: USDC_DENOM, amount: String(o.fee) }] }),
    ...(o.gas === undefined ? {} : { gasLimit: o.gas }),
  });
  const signature = new Uint8Array(64);
  signature[0] = o.badSignature === true ? BAD_SIGNATURE : 1;
  return cosmosTx.TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [signature] }).finish();
}
