import { assert } from "../math/index.js";
import { mustPerpetual } from "../perpetuals/index.js";
import type { GenesisJson } from "../state/index.js";
import { emitWholeSubaccount } from "./events.js";
import { subaccountIdRejection } from "./ids.js";
import {
  type AssetPosition,
  type PerpetualPosition,
  type Subaccount,
  type SubaccountsKernel,
  setSubaccount,
  subaccountKey,
} from "./state.js";

/** Reads `app_state.subaccounts` (risk.md §4.1); one event with all positions per account. */
export function initGenesis(k: SubaccountsKernel, json: GenesisJson): void {
  for (const s of json.at("subaccounts").list()) {
    const id = { owner: s.at("id").at("owner").string(), number: s.at("id").at("number").number() };
    const invalid = subaccountIdRejection(id);
    assert(invalid === undefined, `${s.path}: ${invalid?.log}`);
    assert(!k.subaccounts.subaccounts.has(subaccountKey(id)), `${s.path}: duplicate subaccount id`);
    const subaccount: Subaccount = {
      id,
      assetPositions: readAssets(s.at("asset_positions")),
      perpetualPositions: readPerpetuals(k, s.at("perpetual_positions")),
      marginEnabled: s.at("margin_enabled").boolean(),
    };
    setSubaccount(k, subaccount);
    emitWholeSubaccount(k, subaccount);
  }
}

function readAssets(json: GenesisJson): AssetPosition[] {
  const list = json.list().map((p) => ({
    assetId: p.at("asset_id").number(),
    quantums: p.at("quantums").bigint(),
    index: p.at("index").bigint(),
  }));
  assert(list.length <= 1, `${json.path}: at most one asset position`);
  for (const p of list)
    assert(p.assetId === 0 && p.quantums !== 0n, `${json.path}: USDC, not zero`);
  return list;
}

function readPerpetuals(k: SubaccountsKernel, json: GenesisJson): PerpetualPosition[] {
  const list = json.list().map((p) => ({
    perpetualId: p.at("perpetual_id").number(),
    quantums: p.at("quantums").bigint(),
    fundingIndex: p.at("funding_index").bigint(),
    quoteBalance: p.at("quote_balance").bigint(),
  }));
  let last = -1;
  for (const p of list) {
    assert(p.perpetualId > last && p.quantums !== 0n, `${json.path}: ascending, not zero`);
    mustPerpetual(k, p.perpetualId);
    last = p.perpetualId;
  }
  return list;
}
