import { clob, cosmosBank, encodeAny, sending, signTx } from "@perpetua/protocol";
import type { TestAccount } from "./accounts.js";
import { CHAIN_ID } from "./testChain.js";

export const USDC = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
const GAS = 300_000n;

/** How a transaction is signed; defaults are right, tests change one thing. */
export interface Envelope {
  readonly from: TestAccount;
  readonly sequence: bigint;
  /** Default: the signer's own. */
  readonly accountNumber?: bigint;
  readonly chainId?: string;
  readonly gasLimit?: bigint;
  readonly fee?: readonly { denom: string; amount: string }[];
  readonly memo?: string;
  readonly timeoutHeight?: bigint;
}

export interface Message {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** Signs messages for the paid path: with enough fee in the native coin. */
export function signed(envelope: Envelope, ...messages: readonly Message[]): Uint8Array {
  const gasLimit = envelope.gasLimit ?? GAS;
  const native = { denom: "adv4tnt", amount: String(gasLimit * 25_000_000_000n) };
  return signTx({
    messages,
    key: envelope.from.key,
    chainId: envelope.chainId ?? CHAIN_ID,
    accountNumber: envelope.accountNumber ?? envelope.from.accountNumber,
    sequence: envelope.sequence,
    gasLimit,
    feeAmount: envelope.fee ?? [native],
    ...(envelope.memo === undefined ? {} : { memo: envelope.memo }),
    ...(envelope.timeoutHeight === undefined ? {} : { timeoutHeight: envelope.timeoutHeight }),
  }).txBytes;
}

export function send(from: TestAccount, to: TestAccount, amount: string, denom = USDC): Message {
  return encodeAny(
    "/cosmos.bank.v1beta1.MsgSend",
    cosmosBank.MsgSend.fromPartial({
      fromAddress: from.address,
      toAddress: to.address,
      amount: [{ denom, amount }],
    }),
  );
}

export function deposit(from: TestAccount, usdc: number, number = 0): Message {
  return encodeAny(
    "/dydxprotocol.sending.MsgDepositToSubaccount",
    sending.MsgDepositToSubaccount.fromPartial({
      sender: from.address,
      recipient: { owner: from.address, number },
      assetId: 0,
      quantums: BigInt(usdc) * 1_000_000n,
    }),
  );
}

export interface OrderTerms {
  readonly clientId: number;
  readonly goodTilBlock: number;
  readonly side?: clob.Order_Side;
  readonly quantums?: bigint;
  readonly subticks?: bigint;
  readonly clobPairId?: number;
}

export function shortTermOrder(from: TestAccount, terms: OrderTerms): Message {
  return placeOrder(from, terms, { flags: 0, goodTilBlock: terms.goodTilBlock });
}

export function longTermOrder(
  from: TestAccount,
  terms: Omit<OrderTerms, "goodTilBlock"> & { readonly goodTilBlockTime: number },
): Message {
  return placeOrder(from, terms, { flags: 64, goodTilBlockTime: terms.goodTilBlockTime });
}

function placeOrder(
  from: TestAccount,
  terms: Omit<OrderTerms, "goodTilBlock">,
  { flags, ...expiry }: { flags: number; goodTilBlock?: number; goodTilBlockTime?: number },
): Message {
  return encodeAny(
    "/dydxprotocol.clob.MsgPlaceOrder",
    clob.MsgPlaceOrder.fromPartial({
      order: {
        orderId: {
          subaccountId: { owner: from.address, number: 0 },
          clientId: terms.clientId,
          orderFlags: flags,
          clobPairId: terms.clobPairId ?? 0,
        },
        side: terms.side ?? clob.Order_Side.SIDE_BUY,
        quantums: terms.quantums ?? 1_000_000_000n,
        subticks: terms.subticks ?? 100_000_000n,
        ...expiry,
      },
    }),
  );
}

export function cancelShortTerm(
  from: TestAccount,
  terms: Pick<OrderTerms, "clientId" | "goodTilBlock">,
): Message {
  return encodeAny(
    "/dydxprotocol.clob.MsgCancelOrder",
    clob.MsgCancelOrder.fromPartial({
      orderId: {
        subaccountId: { owner: from.address, number: 0 },
        clientId: terms.clientId,
        orderFlags: 0,
        clobPairId: 0,
      },
      goodTilBlock: terms.goodTilBlock,
    }),
  );
}
