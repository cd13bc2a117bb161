import type { bridge } from "@perpetua/protocol";
import type { Chain } from "../chain/chain.js";
import type { PriceSourceKind } from "../daemons/price/index.js";
import type { TxIndex } from "./txIndex.js";

/** What the servers of one node share. */
export interface NodeContext {
  readonly chain: Chain;
  readonly index: TxIndex;
  /** What the oracle prices are right now. */
  readonly priceSource: () => PriceSourceKind;
  /** What the bridge daemon has seen; undefined without one. */
  readonly recognizedBridge?: (() => bridge.BridgeEventInfo) | undefined;
}
