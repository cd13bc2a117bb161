import type {
  WireFill,
  WireOrder,
  WirePosition,
  WireSubaccount,
  WireTransfer,
} from "../src/lib/exchange/wire";

const TAKER = 0.0005;
const MAKER = -0.00011;
const trim = (value: number): string => String(Number(value.toFixed(10)));

/** One subaccount of the development exchange, kept in memory. */
export class DevAccount {
  quote = 0;
  wallet = 0;
  native = 0n;
  sequence = 0;
  readonly positions = new Map<string, { size: number; entry: number; realised: number }>();
  readonly orders = new Map<string, WireOrder>();
  fills: WireFill[] = [];
  transfers: WireTransfer[] = [];
  exists = false;

  constructor(
    readonly address: string,
    readonly accountNumber: number,
  ) {}

  /** Books a fill; returns the messages that the stream would send for it. */
  fill(
    order: WireOrder,
    size: number,
    price: number,
    liquidity: "TAKER" | "MAKER",
    height: number,
  ): { fill: WireFill; position: WirePosition } {
    const signed = order.side === "BUY" ? size : -size;
    const fee = size * price * (liquidity === "TAKER" ? TAKER : MAKER);
    this.quote -= signed * price + fee;
    const held = this.positions.get(order.ticker) ?? { size: 0, entry: price, realised: 0 };
    const next = held.size + signed;
    if (held.size === 0 || Math.sign(held.size) === Math.sign(signed)) {
      held.entry = (Math.abs(held.size) * held.entry + size * price) / (Math.abs(held.size) + size);
    } else if (Math.sign(next) !== Math.sign(held.size)) {
      held.entry = price;
    }
    held.size = Number(next.toFixed(10));
    if (held.size === 0) this.positions.delete(order.ticker);
    else this.positions.set(order.ticker, held);
    const fill: WireFill = {
      id: crypto.randomUUID(),
      side: order.side ?? "BUY",
      liquidity,
      type: "LIMIT",
      market: order.ticker,
      price: trim(price),
      size: trim(size),
      fee: trim(fee),
      createdAt: new Date().toISOString(),
      createdAtHeight: String(height),
      orderId: order.id,
    };
    this.fills = [fill, ...this.fills];
    return { fill, position: this.position(order.ticker, held.size, held.entry) };
  }

  private position(market: string, size: number, entry: number): WirePosition {
    return {
      market,
      status: size === 0 ? "CLOSED" : "OPEN",
      side: size >= 0 ? "LONG" : "SHORT",
      size: trim(size),
      entryPrice: trim(entry),
      realizedPnl: "0",
      netFunding: trim(-size * 0.4),
    };
  }

  asset(): { symbol: string; side: "LONG" | "SHORT"; size: string } {
    return {
      symbol: "USDC",
      side: this.quote >= 0 ? "LONG" : "SHORT",
      size: Math.abs(this.quote).toFixed(6),
    };
  }

  wire(): WireSubaccount {
    return {
      address: this.address,
      subaccountNumber: 0,
      equity: "0",
      freeCollateral: "0",
      openPerpetualPositions: Object.fromEntries(
        [...this.positions].map(([market, p]) => [market, this.position(market, p.size, p.entry)]),
      ),
      assetPositions: { USDC: this.asset() },
    };
  }

  transfer(type: WireTransfer["type"], size: number, height: number, hash: string): WireTransfer {
    const own = { address: this.address, subaccountNumber: 0 };
    const other = { address: this.address };
    const incoming = type === "DEPOSIT" || type === "TRANSFER_IN";
    const transfer: WireTransfer = {
      sender: incoming ? other : own,
      recipient: incoming ? own : other,
      size: trim(size),
      symbol: "USDC",
      type,
      createdAt: new Date().toISOString(),
      createdAtHeight: String(height),
      transactionHash: hash,
    };
    this.transfers = [transfer, ...this.transfers];
    return transfer;
  }
}
