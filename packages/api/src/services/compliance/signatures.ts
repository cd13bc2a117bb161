import { addressOfPublicKey, verifyAdr36, verifySignature } from "@perpetua/protocol";
import type { ApiDeps } from "../../deps.js";
import { badRequest } from "../../errors.js";

const VALID_FOR_S = 30;

/** A signed request of api.md §1.20, §1.22 and §1.23. */
export interface SignedRequest {
  readonly address: string;
  readonly message: string;
  readonly action: string;
  readonly currentStatus?: string | undefined;
  readonly signedMessage: string;
  readonly publicKey: string;
  readonly timestamp: number;
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function assertOwner(address: string, publicKey: string): void {
  if (!address.startsWith("dydx")) {
    throw badRequest(`Address ${address} is not a valid dYdX V4 address`);
  }
  if (addressOfPublicKey(bytes(publicKey)) !== address) {
    throw badRequest(`Address ${address} does not correspond to the pubkey provided ${publicKey}`);
  }
}

/** Throws the 400 of the first failed check. The stray quote in the text is real (Q18). */
export function assertSigned(deps: Pick<ApiDeps, "clock">, request: SignedRequest): void {
  assertOwner(request.address, request.publicKey);
  if (Math.abs(deps.clock.nowMs() / 1000 - request.timestamp) > VALID_FOR_S) {
    throw badRequest(`Timestamp is not within the valid range of ${VALID_FOR_S} seconds`);
  }
  const { message, action, currentStatus = "", timestamp } = request;
  const text = `${message}:${action}"${currentStatus}:${timestamp}`;
  const signed = new TextEncoder().encode(text);
  if (!verifySignature(bytes(request.signedMessage), signed, bytes(request.publicKey))) {
    throw badRequest("Signature verification failed");
  }
}

/** The same with an ADR-36 document over `message`, as Keplr signs it. */
export function assertKeplrSigned(request: {
  readonly address: string;
  readonly message: string;
  readonly signedMessage: string;
  readonly publicKey: string;
}): void {
  assertOwner(request.address, request.publicKey);
  const { address, message, signedMessage, publicKey } = request;
  if (!verifyAdr36(address, message, bytes(publicKey), bytes(signedMessage))) {
    throw badRequest("Keplr signature verification failed");
  }
}
