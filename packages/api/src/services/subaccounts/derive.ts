import { Decimal, trimDecimal, trimNullable } from "../../decimal.js";
import type { AssetPosition, PerpetualPosition, Subaccount } from "../../schemas/subaccounts.js";
import type { AccountRow, AssetRow, PositionRow } from "./readAccounts.js";

/** Derived values of api.md §1.27, exact: nothing is rounded. */

const USDC_ASSET_ID = "0";
const USDC_SYMBOL = "USDC";

/** Funding that the next update of the subaccount will settle; rising index: longs pay (0). */
export function unsettledFunding(row: PositionRow): Decimal {
  if (row.status !== "OPEN") return Decimal.ZERO;
  const delta = Decimal.parse(row.fundingThen).sub(Decimal.parse(row.fundingNow));
  return Decimal.parse(row.size).mul(delta);
}

/** `s · (P − entry)`; "0" without an oracle price (4). */
function unrealizedPnl(row: PositionRow): string {
  if (row.oraclePrice === null) return "0";
  const move = Decimal.parse(row.oraclePrice).sub(Decimal.parse(row.entryPrice));
  return Decimal.parse(row.size).mul(move).toString();
}

/** A position as REST shows it. */
export function toPerpetualPosition(row: PositionRow): PerpetualPosition {
  return {
    market: row.ticker,
    status: row.status,
    side: row.side,
    size: trimDecimal(row.size),
    maxSize: trimDecimal(row.maxSize),
    entryPrice: trimDecimal(row.entryPrice),
    exitPrice: trimNullable(row.exitPrice),
    // Not trimmed (traps-indexer 10).
    realizedPnl: row.totalRealizedPnl ?? "0",
    unrealizedPnl: unrealizedPnl(row),
    createdAt: row.createdAt,
    createdAtHeight: row.createdAtHeight,
    closedAt: row.closedAt,
    sumOpen: trimDecimal(row.sumOpen),
    sumClose: trimDecimal(row.sumClose),
    netFunding: Decimal.parse(row.settledFunding).add(unsettledFunding(row)).toString(),
    subaccountNumber: row.subaccountNumber,
  };
}

function signedSize(row: AssetRow): Decimal {
  const size = Decimal.parse(row.size);
  return row.isLong ? size : size.neg();
}

/** Signed USDC with unsettled funding of all open positions (0b). */
function usdcOf(account: AccountRow): Decimal {
  const stored = account.assets.find((asset) => asset.assetId === USDC_ASSET_ID);
  const start = stored === undefined ? Decimal.ZERO : signedSize(stored);
  return account.positions.reduce((sum, row) => sum.add(unsettledFunding(row)), start);
}

function toAssetPosition(
  subaccountNumber: number,
  assetId: string,
  symbol: string,
  signed: Decimal,
): AssetPosition {
  return {
    symbol,
    side: signed.sign() < 0 ? "SHORT" : "LONG",
    size: signed.abs().toString(),
    assetId,
    subaccountNumber,
  };
}

/** Holdings of a subaccount; USDC adjusted for unsettled funding, gone when that makes it 0. */
export function toAssetPositions(account: AccountRow): AssetPosition[] {
  const number = account.subaccountNumber;
  const usdc = usdcOf(account);
  const shown = usdc.isZero() ? [] : [toAssetPosition(number, USDC_ASSET_ID, USDC_SYMBOL, usdc)];
  for (const asset of account.assets) {
    if (asset.assetId === USDC_ASSET_ID) continue;
    shown.push(toAssetPosition(number, asset.assetId, asset.symbol, signedSize(asset)));
  }
  return shown;
}

/** Equity (1) and free collateral (2); assets other than USDC are ignored. */
export function collateral(account: AccountRow): { equity: Decimal; freeCollateral: Decimal } {
  let equity = usdcOf(account);
  let margin = Decimal.ZERO;
  for (const row of account.positions) {
    const notional = Decimal.parse(row.size).mul(Decimal.parse(row.oraclePrice ?? "0"));
    equity = equity.add(notional);
    margin = margin.add(notional.abs().mul(Decimal.of(BigInt(row.initialMarginPpm), 6)));
  }
  return { equity, freeCollateral: equity.sub(margin) };
}

/** A subaccount as REST shows it. */
export function toSubaccount(account: AccountRow): Subaccount {
  const { equity, freeCollateral } = collateral(account);
  return {
    address: account.address,
    subaccountNumber: account.subaccountNumber,
    equity: equity.toString(),
    freeCollateral: freeCollateral.toString(),
    openPerpetualPositions: Object.fromEntries(
      account.positions.map((row) => [row.ticker, toPerpetualPosition(row)]),
    ),
    assetPositions: Object.fromEntries(
      toAssetPositions(account).map((position) => [position.symbol, position]),
    ),
    marginEnabled: true,
    updatedAtHeight: account.updatedAtHeight,
    latestProcessedBlockHeight: account.latestHeight,
  };
}
