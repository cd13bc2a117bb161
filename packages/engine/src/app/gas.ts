import { Mode, type Rejection, reject } from "../state/index.js";
import type { Transaction } from "./transaction.js";

/**
 * Gas of paid transactions. The reference charges per store access of its own database; we charge
 * what it was seen to charge per message (wire.md §2.4 "gas used"), which is what clients need to
 * simulate. Free transactions never meet a meter.
 */
export class GasMeter {
  used = 0n;

  constructor(readonly limit: bigint) {}

  /** Charges; refuses with sdk 11 when the limit is passed. */
  consume(amount: bigint, location: string, wanted: bigint = this.limit): Rejection | undefined {
    this.used += amount;
    if (this.used <= this.limit) return undefined;
    const text = `out of gas in location: ${location}; gasWanted: ${wanted}, gasUsed: ${this.used}`;
    return reject("sdk", 11, `${text}: out of gas`);
  }
}

/** Reading the auth parameters: the first thing that a paid transaction is charged for. */
const READ_FLAT_GAS = 1_000n;
const READ_PARAMS_GAS = 180n;
const ANTE_GAS = 40_000n - READ_FLAT_GAS - READ_PARAMS_GAS;
const DEFAULT_MESSAGE_GAS = 60_000n;

/** Recorded typical costs of one message, without the ante chain. */
const MESSAGE_GAS: Readonly<Record<string, bigint>> = {
  "/dydxprotocol.sending.MsgDepositToSubaccount": 70_000n,
  "/dydxprotocol.sending.MsgWithdrawFromSubaccount": 73_000n,
  "/dydxprotocol.sending.MsgCreateTransfer": 85_000n,
  "/cosmos.bank.v1beta1.MsgSend": 70_000n,
  "/dydxprotocol.vault.MsgDepositToMegavault": 110_000n,
  "/dydxprotocol.vault.MsgWithdrawFromMegavault": 225_000n,
  "/dydxprotocol.affiliates.MsgRegisterAffiliate": 25_000n,
  "/dydxprotocol.accountplus.MsgAddAuthenticator": 35_000n,
  "/dydxprotocol.accountplus.MsgRemoveAuthenticator": 22_000n,
  "/cosmos.gov.v1.MsgSubmitProposal": 250_000n,
  "/cosmos.gov.v1.MsgVote": 23_000n,
  "/cosmos.staking.v1beta1.MsgDelegate": 92_000n,
  "/cosmos.staking.v1beta1.MsgUndelegate": 153_000n,
  "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward": 65_000n,
  "/cosmos.authz.v1beta1.MsgGrant": 31_000n,
  "/cosmos.authz.v1beta1.MsgExec": 42_000n,
  "/dydxprotocol.vault.MsgRetrieveFromVault": 67_000n,
};

export const antechainGas: bigint = ANTE_GAS;

/** What the SDK takes a signature and its key for that are not there yet: their amino bytes, and 6. */
const ABSENT_SIGNATURE_BYTES = 106n + 6n;

/**
 * Gas for the bytes of a transaction. Clients simulate without signatures and send with them: each
 * that is missing counts as if it were there.
 */
export function sizeGas(
  { bytes, raw }: Transaction,
  signers: number,
  mode: Mode,
  gasPerByte: number,
): bigint {
  const given = raw.signatures.filter((signature) => signature.length > 0).length;
  const absent = mode === Mode.Simulate ? BigInt(Math.max(0, signers - given)) : 0n;
  return (BigInt(bytes.length) + absent * ABSENT_SIGNATURE_BYTES) * BigInt(gasPerByte);
}

/** A limit below it fails here, ahead of the transaction's size (wire.md §2.4, recorded). */
export function readParamsGas(gas: GasMeter): Rejection | undefined {
  return (
    gas.consume(READ_FLAT_GAS, "ReadFlat", 0n) ?? gas.consume(READ_PARAMS_GAS, "ReadPerByte", 0n)
  );
}

export function messageGas(typeUrl: string): bigint {
  return MESSAGE_GAS[typeUrl] ?? DEFAULT_MESSAGE_GAS;
}
