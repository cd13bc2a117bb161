/** What suites ask comlink for, over REST: the members that they look at. */
export class Indexer {
  constructor(private readonly url: string) {}

  /** The body of an answer; any status but 200 is an error. */
  async get<T>(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<T> {
    const words = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const search = new URLSearchParams(Object.fromEntries(words)).toString();
    const response = await fetch(`${this.url}/v4${path}${search === "" ? "" : `?${search}`}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  async subaccount(account: Account): Promise<SubaccountRow> {
    const path = `/addresses/${account.address}/subaccountNumber/${account.number}`;
    return (await this.get<{ subaccount: SubaccountRow }>(path)).subaccount;
  }

  orders(account: Account): Promise<readonly OrderRow[]> {
    return this.get("/orders", { ...queryOf(account), returnLatestOrders: "true" });
  }

  /** The order that its owner gave this id. */
  async order(account: Account, clientId: number): Promise<OrderRow | undefined> {
    const orders = await this.orders(account);
    return orders.find((order) => order.clientId === String(clientId));
  }

  async fills(account: Account): Promise<readonly FillRow[]> {
    const { fills } = await this.get<{ fills: readonly FillRow[] }>("/fills", queryOf(account));
    return fills;
  }

  async positions(account: Account): Promise<readonly PositionRow[]> {
    const query = queryOf(account);
    const path = "/perpetualPositions";
    return (await this.get<{ positions: readonly PositionRow[] }>(path, query)).positions;
  }

  async transfers(account: Account): Promise<readonly TransferRow[]> {
    const query = queryOf(account);
    return (await this.get<{ transfers: readonly TransferRow[] }>("/transfers", query)).transfers;
  }

  async fundingPayments(account: Account): Promise<readonly FundingPaymentRow[]> {
    const path = "/fundingPayments";
    type Body = { readonly fundingPayments: readonly FundingPaymentRow[] };
    return (await this.get<Body>(path, queryOf(account))).fundingPayments;
  }
}

export interface Account {
  readonly address: string;
  readonly number: number;
}

function queryOf({ address, number }: Account) {
  return { address, subaccountNumber: number };
}

export interface SubaccountRow {
  readonly equity: string;
  readonly freeCollateral: string;
  readonly openPerpetualPositions: Readonly<Record<string, PositionRow>>;
}

export interface OrderRow {
  readonly clientId: string;
  readonly ticker: string;
  readonly side: "BUY" | "SELL";
  readonly size: string;
  readonly totalFilled: string;
  readonly price: string;
  readonly type: string;
  readonly status: string;
  readonly triggerPrice?: string;
  readonly duration?: string;
  readonly interval?: string;
}

export interface FillRow {
  readonly side: "BUY" | "SELL";
  readonly liquidity: "MAKER" | "TAKER";
  readonly type: string;
  readonly market: string;
  readonly price: string;
  readonly size: string;
  readonly fee: string;
  readonly createdAt: string;
  readonly createdAtHeight: string;
}

export interface PositionRow {
  readonly market: string;
  readonly status: "OPEN" | "CLOSED" | "LIQUIDATED";
  readonly side: "LONG" | "SHORT";
  readonly size: string;
  readonly realizedPnl: string;
}

export interface TransferRow {
  readonly type: "TRANSFER_IN" | "TRANSFER_OUT" | "DEPOSIT" | "WITHDRAWAL";
  readonly sender: { readonly address: string; readonly subaccountNumber?: number };
  readonly recipient: { readonly address: string; readonly subaccountNumber?: number };
  readonly size: string;
  readonly transactionHash: string;
}

export interface FundingPaymentRow {
  readonly createdAtHeight: string;
  readonly ticker: string;
  readonly oraclePrice: string;
  readonly size: string;
  readonly side: "LONG" | "SHORT";
  readonly rate: string;
  readonly payment: string;
  readonly fundingIndex: string;
}
