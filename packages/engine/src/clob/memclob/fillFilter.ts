import { type OrderId, orderIdOfKey } from "../orderId.js";
import type { AccountInterner } from "./accounts.js";

/** 128 KiB: small enough for a processor cache, sparse up to some hundred thousand live fills. */
const BITS = 1 << 20;

/**
 * Tells in a few nanoseconds that an order id certainly has no fill amount; almost all placements
 * are such. It may err to the other
 * side only: bits of ids that were reverted or pruned stay until `clear`, after which every live id
 * must be added again.
 */
export class FillFilter {
  private readonly words = new Int32Array(BITS / 32);

  constructor(private readonly accounts: AccountInterner) {}

  add(id: OrderId): void {
    const bit = bitOf(this.accounts.indexOf(id.subaccountId), id.clientId, id.clobPairId);
    this.words[bit >>> 5] = (this.words[bit >>> 5] as number) | (1 << (bit & 31));
  }

  /** Adds an id by its store key (`orderKey`). */
  addKey(key: string): void {
    this.add(orderIdOfKey(key));
  }

  /** `account` is the index of the id's subaccount. */
  mayHave(account: number, id: OrderId): boolean {
    const bit = bitOf(account, id.clientId, id.clobPairId);
    return (((this.words[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
  }

  clear(): void {
    this.words.fill(0);
  }
}

function bitOf(account: number, clientId: number, clobPairId: number): number {
  let h = Math.imul(account, 0x9e3779b1) ^ Math.imul(clientId, 0x85ebca6b);
  h ^= Math.imul(clobPairId + 1, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0) & (BITS - 1);
}
