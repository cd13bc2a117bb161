/**
 * What the page may ask the signer to sign: a closed list of typed intents, never raw bytes. The
 * signer checks bounds again on its own side (web.md §3.8).
 */
export interface OrderIntent {
  kind: "placeOrder";
  subaccountNumber: number;
  clientId: number;
  clobPairId: number;
  /** 0 short-term, 64 long-term (wire.md §2.1). */
  flags: 0 | 64;
  side: "BUY" | "SELL";
  quantums: bigint;
  subticks: bigint;
  stepBaseQuantums: bigint;
  subticksPerTick: bigint;
  goodTil: { block: number } | { unixSeconds: number };
  timeInForce: "GTT" | "IOC" | "POST_ONLY";
  reduceOnly: boolean;
  isMarket: boolean;
}

export interface CancelIntent {
  kind: "cancelOrder";
  subaccountNumber: number;
  clientId: number;
  clobPairId: number;
  flags: number;
  goodTil: { block: number } | { unixSeconds: number };
}

export interface DepositIntent {
  kind: "deposit";
  subaccountNumber: number;
  quantums: bigint;
}

export interface WithdrawIntent {
  kind: "withdraw";
  subaccountNumber: number;
  recipient: string;
  quantums: bigint;
}

export interface TransferIntent {
  kind: "transfer";
  subaccountNumber: number;
  recipient: string;
  recipientNumber: number;
  quantums: bigint;
}

export interface SendIntent {
  kind: "send";
  recipient: string;
  denom: string;
  amount: bigint;
}

export type Intent =
  | OrderIntent
  | CancelIntent
  | DepositIntent
  | WithdrawIntent
  | TransferIntent
  | SendIntent;

export interface SigningContext {
  chainId: string;
  accountNumber: bigint;
  sequence: bigint;
  /** Absent for orders and cancels, which are free. */
  fee?: { denom: string; amount: bigint; gasLimit: bigint };
}

const UINT32 = 2 ** 32;
const UINT64 = 2n ** 64n;
const MAX_SUBACCOUNT = 128_000;

/** Refuses what can only be a bug of the page; the message is for developers. */
export function assertIntent(intent: Intent): void {
  if (intent.kind !== "send") {
    check(isInteger(intent.subaccountNumber, 0, MAX_SUBACCOUNT), "subaccount number");
  }
  switch (intent.kind) {
    case "placeOrder":
      assertOrder(intent);
      break;
    case "cancelOrder":
      check(isInteger(intent.clientId, 0, UINT32 - 1), "client id");
      break;
    case "transfer":
      check(isInteger(intent.recipientNumber, 0, MAX_SUBACCOUNT), "recipient number");
      check(isAmount(intent.quantums), "amount");
      break;
    case "send":
      check(isAmount(intent.amount), "amount");
      break;
    default:
      check(isAmount(intent.quantums), "amount");
  }
}

function assertOrder(order: OrderIntent): void {
  check(isInteger(order.clientId, 0, UINT32 - 1), "client id");
  check(isAmount(order.quantums) && order.quantums % order.stepBaseQuantums === 0n, "size");
  check(isAmount(order.subticks) && order.subticks % order.subticksPerTick === 0n, "price");
  const shortTerm = "block" in order.goodTil;
  check(shortTerm === (order.flags === 0), "good-til");
  check(order.flags === 0 || order.timeInForce !== "IOC", "long-term orders cannot be immediate");
  check(!order.reduceOnly || order.timeInForce === "IOC", "reduce-only needs immediate-or-cancel");
}

const isInteger = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;
const isAmount = (value: bigint): boolean => value > 0n && value < UINT64;

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new RangeError(`refused to sign: invalid ${what}`);
}
