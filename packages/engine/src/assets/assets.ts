import { assets, indexerEvents } from "@perpetua/protocol";
import { USDC_DENOM } from "../bank/index.js";
import { assert } from "../math/index.js";
import {
  type GenesisJson,
  type Kernel,
  protoCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface AssetsState {
  readonly assets: Store<assets.Asset>;
}

export type AssetsKernel = Kernel & { readonly assets: AssetsState };

/** The only asset: the collateral. */
export const USDC_ASSET_ID = 0;

export function createAssetsState(registry: StateRegistry): AssetsState {
  return { assets: registry.store("assets/assets", protoCodec(assets.Asset)) };
}

/** Reads `app_state.assets`; ids are sequential and asset 0 is USDC (risk.md §1.2). */
export function initGenesis(k: AssetsKernel, json: GenesisJson): void {
  const list = json.at("assets").list();
  assert(list.length > 0, "assets: no asset in genesis");
  for (const [i, a] of list.entries()) {
    const asset = assets.Asset.fromPartial({
      id: a.at("id").number(),
      symbol: a.at("symbol").string(),
      denom: a.at("denom").string(),
      denomExponent: a.at("denom_exponent").number(),
      hasMarket: a.at("has_market").boolean(),
      marketId: a.at("market_id").number(),
      atomicResolution: a.at("atomic_resolution").number(),
    });
    assert(asset.id === i, "assets: ids must be sequential from 0");
    assert(
      (asset.denom === USDC_DENOM) === (asset.id === USDC_ASSET_ID),
      "assets: USDC must be asset 0",
    );
    k.assets.assets.set(String(asset.id), asset);
    k.indexer.addTransactionEvent("asset", 1, indexerEvents.AssetCreateEventV1, {
      id: asset.id,
      symbol: asset.symbol,
      hasMarket: asset.hasMarket,
      marketId: asset.marketId,
      atomicResolution: asset.atomicResolution,
    });
  }
}

/** The asset, or undefined (assets error 1 is the caller's). */
export function assetOf(k: AssetsKernel, id: number): assets.Asset | undefined {
  return k.assets.assets.get(String(id));
}
