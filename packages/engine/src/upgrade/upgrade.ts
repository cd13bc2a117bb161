import { cosmosUpgrade } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { type Query, query } from "../query/index.js";
import {
  handler,
  type Item,
  type Kernel,
  type MessageHandler,
  protoCodec,
  reject,
  type StateRegistry,
} from "../state/index.js";

export interface UpgradeState {
  readonly plan: Item<cosmosUpgrade.Plan>;
}

export type UpgradeKernel = Kernel & { readonly upgrade: UpgradeState };

export function createUpgradeState(registry: StateRegistry): UpgradeState {
  return { plan: registry.item("upgrade/plan", protoCodec(cosmosUpgrade.Plan)) };
}

const EMPTY = new Uint8Array();

/** A plan is kept for operators; no height stops the chain by itself. */
export const upgradeMessages: MessageHandler<UpgradeKernel, unknown>[] = [
  handler<UpgradeKernel, cosmosUpgrade.MsgSoftwareUpgrade>({
    typeUrl: "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade",
    codec: cosmosUpgrade.MsgSoftwareUpgrade,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      const plan = m.plan ?? cosmosUpgrade.Plan.fromPartial({});
      if (plan.name === "") return reject("sdk", 18, "name cannot be empty: invalid request");
      if (plan.height <= 0n) {
        return reject("sdk", 18, "height must be greater than 0: invalid request");
      }
      if (plan.height <= BigInt(k.header.height)) {
        return reject("sdk", 18, "upgrade cannot be scheduled in the past: invalid request");
      }
      k.upgrade.plan.set(plan);
      return EMPTY;
    },
  }),
  handler<UpgradeKernel, cosmosUpgrade.MsgCancelUpgrade>({
    typeUrl: "/cosmos.upgrade.v1beta1.MsgCancelUpgrade",
    codec: cosmosUpgrade.MsgCancelUpgrade,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      k.upgrade.plan.delete();
      return EMPTY;
    },
  }),
];

export const upgradeQueries: readonly Query<UpgradeKernel>[] = [
  query(
    "/cosmos.upgrade.v1beta1.Query/CurrentPlan",
    cosmosUpgrade.QueryCurrentPlanRequest,
    cosmosUpgrade.QueryCurrentPlanResponse,
    (k) => ({ plan: k.upgrade.plan.get() }),
  ),
];
