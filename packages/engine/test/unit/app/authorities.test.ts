import { lookupCodec } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { messageHandlers } from "../../../src/app/messageTable.js";

/** Messages whose module refuses an authority that is no address, with its own code (risk §0.5). */
const OWN_CODES: readonly [codespace: string, code: number, names: readonly string[]][] = [
  ["blocktime", 402, ["MsgUpdateDowntimeParams", "MsgUpdateSynchronyParams"]],
  [
    "bridge",
    4,
    [
      "MsgCompleteBridge",
      "MsgUpdateEventParams",
      "MsgUpdateProposeParams",
      "MsgUpdateSafetyParams",
    ],
  ],
  ["delaymsg", 5, ["MsgDelayMessage"]],
  [
    "feetiers",
    404,
    ["MsgUpdatePerpetualFeeParams", "MsgSetMarketFeeDiscountParams", "MsgSetStakingTiers"],
  ],
  ["govplus", 401, ["MsgSlashValidator"]],
  [
    "perpetuals",
    19,
    ["MsgCreatePerpetual", "MsgSetLiquidityTier", "MsgUpdateParams", "MsgUpdatePerpetualParams"],
  ],
  ["prices", 500, ["MsgCreateOracleMarket", "MsgUpdateMarketParam"]],
  ["ratelimit", 1001, ["MsgSetLimitParams"]],
  ["rewards", 1003, ["MsgUpdateParams"]],
  ["sending", 8, ["MsgSendFromModuleToAccount", "MsgSendFromAccountToAccount"]],
  ["stats", 401, ["MsgUpdateParams"]],
  ["vest", 1000, ["MsgSetVestEntry", "MsgDeleteVestEntry"]],
];

const cases = OWN_CODES.flatMap(([module, code, names]) =>
  names.map((name) => [`/dydxprotocol.${module}.${name}`, module, code] as const),
);

describe("risk §0.5 authorities that are no addresses", () => {
  it.each(cases)("%s → %s %i", (typeUrl, codespace, code) => {
    const handler = messageHandlers.get(typeUrl);
    const codec = lookupCodec(typeUrl) as { fromPartial(partial: object): object } | undefined;
    if (handler === undefined || codec === undefined) throw new Error(`no ${typeUrl}`);
    const refused = handler.validateBasic(codec.fromPartial({ authority: "nobody" }));
    expect({ codespace: refused?.codespace, code: refused?.code }).toEqual({ codespace, code });
  });
});
