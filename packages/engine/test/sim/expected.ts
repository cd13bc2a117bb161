/** Names after a common word. */
function list(word: string, text: string): string[] {
  const names = text.split(/[,\n]/).map((name) => name.trim());
  return names.filter((name) => name !== "").map((name) => `${word} ${name}`);
}

/** Messages by module: `module: MsgA MsgB`. */
function messages(word: string, text: string): string[] {
  return text
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [module = "", names = ""] = line.trim().split(": ");
      return names.split(" ").map((name) => `${word} /${module}.${name}`);
    });
}

/** Commands that a node takes into its mempool or matches. */
const ACCEPTED = list(
  "accepted",
  `
  add authenticator, affiliate, allow, bank send, batch cancel, cancel short-term,
  cancel stateful, cancel unbonding, close, commission, conditional, create validator,
  delegate, deposit, disallow, edit validator, exec, fund community, fund rewards, fuzzed,
  gov deposit, grant, leverage, list market, long-term, multi-send, proposal, redelegate,
  reducing twap, remove authenticator, revoke, reward, set receiver, short-term, spoilt order,
  transfer, twap, undelegate, vault deposit, vault order, vault withdraw, vote, withdraw
`,
);

/** Messages of users and proposers that a block carries out. */
const DELIVERED = messages(
  "delivered",
  `
  cosmos.authz.v1beta1: MsgExec MsgGrant MsgRevoke
  cosmos.bank.v1beta1: MsgMultiSend MsgSend
  cosmos.distribution.v1beta1: MsgDepositValidatorRewardsPool MsgFundCommunityPool
  cosmos.distribution.v1beta1: MsgSetWithdrawAddress MsgWithdrawDelegatorReward
  cosmos.distribution.v1beta1: MsgWithdrawValidatorCommission
  cosmos.feegrant.v1beta1: MsgGrantAllowance MsgRevokeAllowance
  cosmos.gov.v1: MsgDeposit MsgSubmitProposal MsgVote MsgVoteWeighted
  cosmos.staking.v1beta1: MsgBeginRedelegate MsgCancelUnbondingDelegation MsgCreateValidator
  cosmos.staking.v1beta1: MsgDelegate MsgEditValidator MsgUndelegate
  dydxprotocol.accountplus: MsgAddAuthenticator MsgRemoveAuthenticator
  dydxprotocol.affiliates: MsgRegisterAffiliate
  dydxprotocol.bridge: MsgAcknowledgeBridges
  dydxprotocol.clob: MsgCancelOrder MsgPlaceOrder MsgProposedOperations MsgUpdateLeverage
  dydxprotocol.listing: MsgCreateMarketPermissionless
  dydxprotocol.perpetuals: MsgAddPremiumVotes
  dydxprotocol.prices: MsgUpdateMarketPrices
  dydxprotocol.sending: MsgCreateTransfer MsgDepositToSubaccount MsgWithdrawFromSubaccount
  dydxprotocol.vault: MsgAllocateToVault MsgDepositToMegavault MsgRetrieveFromVault
  dydxprotocol.vault: MsgSetVaultParams MsgWithdrawFromMegavault
`,
);

/** Messages of governance and delaymsg that a block carries out. */
const EXECUTED = messages(
  "executed",
  `
  cosmos.distribution.v1beta1: MsgCommunityPoolSpend
  cosmos.gov.v1: MsgUpdateParams
  dydxprotocol.affiliates: MsgUpdateAffiliateOverrides
  dydxprotocol.blocktime: MsgUpdateDowntimeParams MsgUpdateSynchronyParams
  dydxprotocol.bridge: MsgCompleteBridge MsgUpdateProposeParams MsgUpdateSafetyParams
  dydxprotocol.clob: MsgCreateClobPair MsgUpdateBlockRateLimitConfiguration MsgUpdateClobPair
  dydxprotocol.clob: MsgUpdateEquityTierLimitConfiguration MsgUpdateLiquidationsConfig
  dydxprotocol.delaymsg: MsgDelayMessage
  dydxprotocol.feetiers: MsgSetMarketFeeDiscountParams MsgSetStakingTiers
  dydxprotocol.feetiers: MsgUpdatePerpetualFeeParams
  dydxprotocol.govplus: MsgSlashValidator
  dydxprotocol.listing: MsgSetMarketsHardCap MsgUpgradeIsolatedPerpetualToCross
  dydxprotocol.perpetuals: MsgCreatePerpetual MsgSetLiquidityTier MsgUpdateParams
  dydxprotocol.perpetuals: MsgUpdatePerpetualParams
  dydxprotocol.prices: MsgCreateOracleMarket
  dydxprotocol.ratelimit: MsgSetLimitParams
  dydxprotocol.revshare: MsgSetMarketMapperRevShareDetailsForMarket
  dydxprotocol.revshare: MsgSetMarketMapperRevenueShare MsgSetOrderRouterRevShare
  dydxprotocol.revshare: MsgUpdateUnconditionalRevShareConfig
  dydxprotocol.rewards: MsgUpdateParams
  dydxprotocol.sending: MsgSendFromAccountToAccount MsgSendFromModuleToAccount
  dydxprotocol.stats: MsgUpdateParams
  dydxprotocol.vault: MsgAllocateToVault MsgSetVaultParams MsgUnlockShares
  dydxprotocol.vault: MsgUpdateDefaultQuotingParams MsgUpdateOperatorParams
  dydxprotocol.vest: MsgDeleteVestEntry MsgSetVestEntry
  slinky.marketmap.v1: MsgUpdateMarkets MsgUpsertMarkets
`,
);

/** What becomes of proposals, stakes and epochs. */
const EVENTS = list(
  "event",
  `
  active_proposal expedited_proposal_rejected, active_proposal proposal_failed,
  active_proposal proposal_passed, active_proposal proposal_rejected, burn, coin_received,
  coin_spent, commission, complete_redelegation, complete_unbonding,
  inactive_proposal proposal_dropped, message, new_epoch, rewards, transfer, withdraw_rewards
`,
);

/** What the indexer is told in blocks, with the reasons of removals. */
const INDEXER = list(
  "indexer",
  `
  deleveraging, deleveraging final, funding_values 1, funding_values 2, liquidity_tier,
  market marketCreate, market priceUpdate, order_fill liquidationOrder, order_fill order,
  perpetual_market, register_affiliate, stateful_order conditionalOrderPlacement,
  stateful_order conditionalOrderTriggered, stateful_order longTermOrderPlacement,
  stateful_order orderRemoval 0, stateful_order orderRemoval 1, stateful_order orderRemoval 14,
  stateful_order orderRemoval 15, stateful_order orderRemoval 2, stateful_order orderRemoval 3,
  stateful_order orderRemoval 5, stateful_order orderRemoval 6, stateful_order orderRemoval 7,
  stateful_order orderRemoval 9, stateful_order twapOrderPlacement, subaccount_update,
  trading_reward, transfer, update_clob_pair, update_perpetual, upsert_vault
`,
);

/** What it is told between blocks: message and reason, by the flags of the order's id. */
const OFF_CHAIN = list(
  "off-chain",
  `
  orderPlace of 0, orderPlace of 256, orderPlace of 32, orderPlace of 64, orderRemove 1 of 0,
  orderRemove 1 of 256, orderRemove 1 of 32, orderRemove 1 of 64, orderRemove 11 of 0,
  orderRemove 15 of 0, orderRemove 15 of 32, orderRemove 2 of 0, orderRemove 3 of 0,
  orderRemove 3 of 256, orderRemove 3 of 32, orderRemove 3 of 64, orderRemove 4 of 0,
  orderRemove 5 of 0, orderRemove 5 of 256, orderRemove 5 of 32, orderRemove 5 of 64,
  orderRemove 6 of 0, orderRemove 6 of 32, orderRemove 6 of 64, orderRemove 7 of 0,
  orderRemove 7 of 32, orderRemove 9 of 0, orderRemove 9 of 256, orderRemove 9 of 32,
  orderUpdate of 0, orderUpdate of 256, orderUpdate of 32, orderUpdate of 64
`,
);

/** Ten and more of a kind in one block: cascades. */
const CASCADES = list(
  "many: indexer",
  `
  deleveraging, deleveraging final, market priceUpdate, order_fill liquidationOrder,
  order_fill order, stateful_order conditionalOrderPlacement,
  stateful_order conditionalOrderTriggered, stateful_order longTermOrderPlacement,
  stateful_order orderRemoval 1, stateful_order orderRemoval 14,
  stateful_order orderRemoval 15, stateful_order orderRemoval 2, stateful_order orderRemoval 3,
  stateful_order twapOrderPlacement, subaccount_update, transfer
`,
);

/** What the exchange comes to. */
const STATES = list(
  "state",
  `
  TWAP partly filled, delayed message, gate after a negative account, gate after an outage,
  isolated pool grew, isolated pool shrank, isolated position, locked vault shares,
  pair STATUS_ACTIVE, pair STATUS_FINAL_SETTLEMENT, pair STATUS_INITIALIZING,
  reduce-only order in a book, remembered stake, several validators, three positions,
  vault VAULT_STATUS_CLOSE_ONLY, vault VAULT_STATUS_DEACTIVATED, vault VAULT_STATUS_QUOTING,
  vault VAULT_STATUS_STAND_BY, TWAP with its last leg out
`,
);

/** Codes with which a node refuses commands. */
const REFUSALS = list(
  "refusal",
  `
  clob 10, clob 10001, clob 11, clob 11000, clob 11002, clob 12, clob 20, clob 2001, clob 2003,
  clob 2004, clob 2005, clob 24, clob 29, clob 3, clob 3000, clob 3001, clob 3002, clob 3003,
  clob 3004, clob 3005, clob 3006, clob 3007, clob 32, clob 34, clob 4, clob 44, clob 45,
  clob 47, clob 48, clob 5, clob 50, clob 5001, clob 6, clob 6000, clob 6001, clob 7, clob 8,
  clob 9, clob 9003, dydxaccountplus 1, dydxaccountplus 104, feegrant 2, feegrant 7,
  revshare 8, sdk 10, sdk 11, sdk 12, sdk 13, sdk 18, sdk 2, sdk 30, sdk 32, sdk 38, sdk 4,
  sdk 5, sdk 8, sdk 9, sending 1, sending 1101, sending 2, sending 6, subaccounts 102,
  subaccounts 103, subaccounts 200, subaccounts 201, subaccounts 701, subaccounts 703,
  undefined 1, vault 10, vault 11, vault 13, vault 19, vault 30, vault 4, vault 9
`,
);

/** What a block refuses after a node had taken it. */
const FAILURES = list(
  "failed",
  `
  /dydxprotocol.sending.MsgWithdrawFromSubaccount subaccounts 102
  /dydxprotocol.sending.MsgCreateTransfer subaccounts 102
  /dydxprotocol.vault.MsgWithdrawFromMegavault vault 27
  /dydxprotocol.vault.MsgWithdrawFromMegavault vault 28
  /dydxprotocol.vault.MsgAllocateToVault vault 26
  /dydxprotocol.clob.MsgPlaceOrder clob 10001
  /dydxprotocol.clob.MsgCancelOrder clob 3006
  /dydxprotocol.listing.MsgCreateMarketPermissionless listing 1
  /cosmos.authz.v1beta1.MsgExec authz 2
  /cosmos.gov.v1.MsgVote gov 3
  /cosmos.bank.v1beta1.MsgSend sdk 5
`,
);

/** What must happen in the worlds of one test file: by name as `Coverage` notes it. */
export const EXPECTED: readonly string[] = [
  ...ACCEPTED,
  ...DELIVERED,
  ...EXECUTED,
  ...EVENTS,
  ...INDEXER,
  ...OFF_CHAIN,
  ...CASCADES,
  ...STATES,
  ...REFUSALS,
  ...FAILURES,
  "market opened",
  "restart inside a block",
  "spoilt proposal refused",
];
