import type { clob } from "@perpetua/protocol";
import { must } from "../../math/index.js";
import type { Rejection } from "../../state/index.js";
import { clobRejection } from "../errors.js";
import type { ClobKernel } from "../state.js";

const MAX_PPM = 1_000_000;

/** clob.md §8.7. */
export function validateLiquidationsConfig(config: clob.LiquidationsConfig): Rejection | undefined {
  const fillable = config.fillablePriceConfig;
  const position = config.positionBlockLimits;
  const subaccount = config.subaccountBlockLimits;
  const adjustment = fillable?.bankruptcyAdjustmentPpm ?? 0;
  if (adjustment < MAX_PPM) {
    return clobRejection(1000, `${adjustment} is not a valid BankruptcyAdjustmentPpm`);
  }
  const spread = fillable?.spreadToMaintenanceMarginRatioPpm ?? 0;
  if (spread === 0) {
    return clobRejection(1000, `${spread} is not a valid SpreadToMaintenanceMarginRatioPpm`);
  }
  const fee = config.maxLiquidationFeePpm;
  if (fee < 1 || fee > MAX_PPM) {
    return clobRejection(1000, `${fee} is not a valid MaxLiquidationFeePpm`);
  }
  const portion = position?.maxPositionPortionLiquidatedPpm ?? 0;
  if (portion < 1 || portion > MAX_PPM) {
    return clobRejection(1000, `${portion} is not a valid MaxPositionPortionLiquidatedPpm`);
  }
  if ((subaccount?.maxNotionalLiquidated ?? 0n) === 0n) {
    return clobRejection(1000, "0 is not a valid MaxNotionalLiquidated");
  }
  if ((subaccount?.maxQuantumsInsuranceLost ?? 0n) === 0n) {
    return clobRejection(1000, "0 is not a valid MaxQuantumsInsuranceLost");
  }
  return undefined;
}

/** The configuration with its parts present. */
export interface LiquidationLimits {
  readonly maxLiquidationFeePpm: number;
  readonly minPositionNotionalLiquidated: bigint;
  readonly maxPositionPortionLiquidatedPpm: number;
  readonly maxNotionalLiquidated: bigint;
  readonly maxQuantumsInsuranceLost: bigint;
  readonly bankruptcyAdjustmentPpm: number;
  readonly spreadToMaintenanceMarginRatioPpm: number;
}

export function liquidationLimits(k: ClobKernel): LiquidationLimits {
  const config = must(k.clob.liquidationsConfig.get(), "the liquidations config is set at genesis");
  return {
    maxLiquidationFeePpm: config.maxLiquidationFeePpm,
    ...must(config.positionBlockLimits, "position block limits are present"),
    ...must(config.subaccountBlockLimits, "subaccount block limits are present"),
    ...must(config.fillablePriceConfig, "the fillable price config is present"),
  };
}
