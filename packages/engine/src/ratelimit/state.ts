import { ratelimit } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import type { BlocktimeKernel } from "../blocktime/index.js";
import {
  booleanCodec,
  protoCodec,
  type Rejection,
  recordCodec,
  reject,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface RatelimitState {
  /** By denom. */
  readonly limits: Store<ratelimit.LimitParams>;
  /** By denom: what may still leave, one amount per limiter. */
  readonly capacities: Store<readonly bigint[]>;
  /** `channel_sequence` of transfers that are on their way. */
  readonly pending: Store<boolean>;
}

export type RatelimitKernel = BankKernel & BlocktimeKernel & { readonly ratelimit: RatelimitState };

export function createRatelimitState(registry: StateRegistry): RatelimitState {
  return {
    limits: registry.store("ratelimit/limits", protoCodec(ratelimit.LimitParams)),
    capacities: registry.store("ratelimit/capacities", recordCodec<readonly bigint[]>()),
    pending: registry.store("ratelimit/pending", booleanCodec),
  };
}

/** app.md part 10, errors. */
const TEXTS: Readonly<Record<number, string>> = {
  1002: "Withdrawal amount would exceed rate-limit capacity",
  1004: "Invalid rate limit period",
  1005: "Invalid baseline minimum",
  1006: "Invalid baseline tvl ppm",
  1007: "Invalid input",
};

export function ratelimitRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("ratelimit", code, detail === "" ? text : `${detail}: ${text}`);
}
