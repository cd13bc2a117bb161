import { encodeSerializableInt, type vault } from "@perpetua/protocol";
import type { Order } from "../../../src/clob/index.js";
import { isRejection, Mode } from "../../../src/state/index.js";
import { QUOTING, vaultAccount, vaultKey, vaultOrders } from "../../../src/vault/index.js";
import { BTC, USDC, World } from "../clob/world.js";

/** Quoting parameters of app.md part 15: two layers, spread 3,000 ppm, skew factor 2, size 10 %. */
export const QUOTING_PARAMS: vault.QuotingParams = {
  layers: 2,
  spreadMinPpm: 3_000,
  spreadBufferPpm: 1_500,
  skewFactorPpm: 2_000_000,
  orderSizePctPpm: 100_000,
  orderExpirationSeconds: 60,
  activationThresholdQuoteQuantums: encodeSerializableInt(1_000n * USDC),
};

/** A world whose only vault, if any, is the one a test puts in; BTC at 50,000 dollars. */
export class VaultWorld extends World {
  constructor() {
    super();
    const { k } = this;
    for (const key of k.vault.vaults.sortedKeys()) k.vault.vaults.delete(key);
    for (const key of k.vault.recentClientIds.sortedKeys()) k.vault.recentClientIds.delete(key);
    this.setPrice(BTC, 5_000_000_000n);
    k.mode = Mode.EndBlock;
  }

  /** A vault whose account is worth `equity`, with a position in its own market. */
  setVault(
    number: number,
    equity: bigint,
    position = 0n,
    status: vault.VaultStatus = QUOTING,
    quotingParams: vault.QuotingParams = QUOTING_PARAMS,
  ): vault.VaultParams {
    const params = { status, quotingParams };
    const positions = position === 0n ? {} : { [number]: position };
    const who = vaultAccount(number);
    this.setAccount(who, 0n, positions);
    const usdc = equity - this.risk(who).nc;
    this.setAccount(who, usdc, positions);
    this.k.vault.vaults.set(vaultKey(number), params);
    return params;
  }

  /** What a vault wants in the book: `subticks`, a `P` for post-only, `× quantums`. */
  quotes(number: number, params: vault.VaultParams): string[] {
    const orders = vaultOrders(this.k, number, params);
    if (isRejection(orders)) throw new Error(orders.log);
    return orders.map(describeQuote);
  }
}

export function describeQuote(order: Order): string {
  const flag = order.timeInForce === 2 ? "P" : "";
  return `${order.side === 1 ? "bid" : "ask"} ${order.subticks}${flag} × ${order.quantums}`;
}
