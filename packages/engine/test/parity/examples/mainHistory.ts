import type { EngineKernel } from "../../../src/app/kernel.js";
import { mustClobPair } from "../../../src/clob/index.js";
import { bankruptcyQuote } from "../../../src/clob/liquidation/bankruptcy.js";
import { fillableSubticks } from "../../../src/clob/liquidation/fillablePrice.js";
import { liquidationQuantums } from "../../../src/clob/liquidation/size.js";
import { mustPerpetual, notional } from "../../../src/perpetuals/index.js";
import { marketPrice } from "../../../src/prices/index.js";
import {
  accountRisk,
  getSubaccount,
  isLiquidatable,
  positionSize,
  type SubaccountId,
  subaccountKey,
  usdcBalance,
} from "../../../src/subaccounts/index.js";
import { MEGAVAULT_ACCOUNT, vaultAccount, vaultEquity } from "../../../src/vault/index.js";
import { GRACE } from "./describe.js";
import { History } from "./history.js";

const [BTC, ETH, LINK, AVAX] = [0, 1, 2, 7];
const CLOSER = { owner: "dydx19rl4cm2hmr8afy4kldpxz3fka4jguq0a4erelz", number: 128 };

/** An account with one position, and what its liquidation would be. */
function trader(k: EngineKernel, id: SubaccountId, perpetualId: number) {
  const account = getSubaccount(k, id);
  const position = positionSize(account, perpetualId);
  return {
    price: marketPrice(k, mustPerpetual(k, perpetualId).params.marketId)?.price,
    usdc: usdcBalance(account),
    position,
    notional: notional(k, mustPerpetual(k, perpetualId), position),
    risk: accountRisk(k, id),
    liquidatable: isLiquidatable(accountRisk(k, id)),
    exists: k.subaccounts.subaccounts.has(subaccountKey(id)),
  };
}

const before = (height: number) =>
  [
    height - 1,
    (k: EngineKernel) => {
      const id = { owner: GRACE, number: 10 };
      const size = liquidationQuantums(k, id, LINK, LINK);
      return {
        ...trader(k, id, LINK),
        size,
        fillable: fillableSubticks(k, id, LINK, mustClobPair(k, LINK)),
        bankruptcy: typeof size === "bigint" ? bankruptcyQuote(k, id, LINK, -size) : undefined,
      };
    },
  ] as const;
const after = (height: number) =>
  [height, (k: EngineKernel) => trader(k, { owner: GRACE, number: 10 }, LINK)] as const;
const deleveraged = (height: number) =>
  [height, (k: EngineKernel) => trader(k, { owner: GRACE, number: 11 }, AVAX)] as const;

const vault = (height: number, number: number) =>
  [
    height,
    (k: EngineKernel) => {
      const position = positionSize(getSubaccount(k, vaultAccount(number)), number);
      const open = notional(k, mustPerpetual(k, number), position);
      return { equity: vaultEquity(k, number), notional: open };
    },
  ] as const;
const megavault = (height: number) =>
  [
    height,
    (k: EngineKernel) => ({
      main: accountRisk(k, MEGAVAULT_ACCOUNT).nc,
      btc: vaultEquity(k, BTC),
      eth: vaultEquity(k, ETH),
      shares: k.vault.totalShares.get(),
    }),
  ] as const;

const PROBES = {
  r5: after(228),
  r6: before(244),
  r6After: after(244),
  r7: before(245),
  r7After: after(245),
  r8: before(246),
  r8After: after(246),
  r9: before(256),
  r9After: after(256),
  r10: deleveraged(281),
  r10After: deleveraged(282),
  closed: [
    199,
    (k: EngineKernel) => {
      const account = getSubaccount(k, CLOSER);
      return { usdc: usdcBalance(account), positions: account.perpetualPositions.length };
    },
  ],
  q1: vault(3, BTC),
  q2: vault(3, ETH),
  q3: vault(102, BTC),
  q4: vault(102, ETH),
  q5: vault(142, ETH),
  q6: vault(538, BTC),
  k1: megavault(362),
  k3: megavault(373),
  k3Btc: vault(373, BTC),
  k3Eth: vault(373, ETH),
  k3After: megavault(374),
  k4: megavault(376),
  k4After: megavault(377),
} as const;

export type MainHistory = History<typeof PROBES>;

/** The recording `main`, played once. */
export function playMain(): MainHistory {
  return new History("main", PROBES);
}
