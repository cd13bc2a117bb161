import type {
  AffiliateReferredUserRow,
  AssetPositionRow,
  FillRow,
  FundingIndexUpdateRow,
  OraclePriceRow,
  OrderRow,
  PerpetualMarketRow,
  PerpetualPositionRow,
  SubaccountRow,
  TradingRewardRow,
  TransferRow,
  VaultRow,
  WalletRow,
} from "@perpetua/db";
import type { indexerV1 } from "@perpetua/protocol";
import { subaccountUuid } from "../ids.js";
import { stateError } from "./blockError.js";
import type { LoadedRows } from "./loadRows.js";
import type { ReferenceOverlay } from "./referenceData.js";

/**
 * The rows that a block reads and writes. Handlers change it in memory; `writeBlock` then writes
 * each table with one statement. Discarded when anything fails, so a retry starts clean.
 */
export class BlockState {
  readonly height: bigint;
  readonly time: Date;
  readonly reference: ReferenceOverlay;

  readonly subaccounts = new Map<string, SubaccountRow>();
  readonly assetPositions = new Map<string, AssetPositionRow>();
  readonly vaults = new Map<string, VaultRow>();
  readonly fills: FillRow[] = [];
  readonly transfers: TransferRow[] = [];
  readonly oraclePrices: OraclePriceRow[] = [];
  readonly fundingIndexUpdates: FundingIndexUpdateRow[] = [];
  readonly tradingRewards: TradingRewardRow[] = [];
  readonly affiliates: AffiliateReferredUserRow[] = [];

  readonly #orders: Map<string, OrderRow>;
  readonly #wallets: Map<string, WalletRow>;
  readonly #newestPositions: Map<string, PerpetualPositionRow>;
  readonly changedOrders = new Map<string, OrderRow>();
  readonly changedWallets = new Map<string, WalletRow>();
  readonly changedPositions = new Map<string, PerpetualPositionRow>();

  constructor(height: number, time: Date, reference: ReferenceOverlay, loaded: LoadedRows) {
    this.height = BigInt(height);
    this.time = time;
    this.reference = reference;
    this.#orders = loaded.orders;
    this.#wallets = loaded.wallets;
    this.#newestPositions = loaded.newestPositions;
  }

  /** Creates the subaccount, or marks it as updated in this block. Returns its id. */
  touchSubaccount(id: indexerV1.IndexerSubaccountId): string {
    const uuid = subaccountUuid(id);
    this.subaccounts.set(uuid, {
      id: uuid,
      address: id.owner,
      subaccountNumber: id.number,
      updatedAt: this.time,
      updatedAtHeight: this.height,
    });
    return uuid;
  }

  order(id: string): OrderRow | undefined {
    return this.#orders.get(id);
  }

  putOrder(row: OrderRow): void {
    this.#orders.set(row.id, row);
    this.changedOrders.set(row.id, row);
  }

  wallet(address: string): WalletRow | undefined {
    return this.#wallets.get(address);
  }

  putWallet(row: WalletRow): void {
    this.#wallets.set(row.address, row);
    this.changedWallets.set(row.address, row);
  }

  /** Inserts a wallet that has no rewards yet, unless it exists. */
  ensureWallet(address: string): void {
    if (this.#wallets.has(address)) return;
    this.putWallet({ address, totalTradingRewards: "0", totalVolume: "0" });
  }

  /** The newest position of a subaccount in a perpetual, open or closed. */
  newestPosition(subaccountId: string, perpetualId: number): PerpetualPositionRow | undefined {
    return this.#newestPositions.get(positionKey(subaccountId, perpetualId));
  }

  putPosition(row: PerpetualPositionRow): void {
    this.#newestPositions.set(positionKey(row.subaccountId, Number(row.perpetualId)), row);
    this.changedPositions.set(row.id, row);
  }

  perpetual(id: number): PerpetualMarketRow {
    const row = this.reference.perpetuals.get(id);
    if (row === undefined) throw stateError(`unknown perpetual ${id}`);
    return row;
  }

  perpetualOfClobPair(clobPairId: number): PerpetualMarketRow {
    const row = this.reference.perpetualOfClobPair(clobPairId);
    if (row === undefined) throw stateError(`unknown clob pair ${clobPairId}`);
    return row;
  }
}

export const positionKey = (subaccountId: string, perpetualId: number): string =>
  `${subaccountId}/${perpetualId}`;
