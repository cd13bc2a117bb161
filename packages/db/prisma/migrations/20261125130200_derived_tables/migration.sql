-- What scheduled jobs compute.

CREATE TABLE "funding_payments" (
    "subaccountId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "createdAtHeight" BIGINT NOT NULL,
    "perpetualId" BIGINT NOT NULL,
    "ticker" TEXT NOT NULL,
    "oraclePrice" NUMERIC NOT NULL,
    "size" NUMERIC NOT NULL,
    "side" TEXT NOT NULL,
    "rate" NUMERIC NOT NULL,
    "payment" NUMERIC NOT NULL,
    "fundingIndex" NUMERIC NOT NULL,

    CONSTRAINT "funding_payments_pkey" PRIMARY KEY ("subaccountId", "createdAt", "ticker")
);

CREATE TABLE "pnl_ticks" (
    "id" UUID NOT NULL,
    "subaccountId" UUID NOT NULL,
    "equity" NUMERIC NOT NULL,
    "totalPnl" NUMERIC NOT NULL,
    "netTransfers" NUMERIC NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "blockHeight" BIGINT NOT NULL,
    "blockTime" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "pnl_ticks_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "pnl" (
    "subaccountId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "createdAtHeight" BIGINT NOT NULL,
    "equity" NUMERIC NOT NULL,
    "netTransfers" NUMERIC NOT NULL,
    "totalPnl" NUMERIC NOT NULL,

    CONSTRAINT "pnl_pkey" PRIMARY KEY ("subaccountId", "createdAt")
);

CREATE TABLE "trading_reward_aggregations" (
    "id" UUID NOT NULL,
    "address" VARCHAR(255) NOT NULL,
    "startedAt" TIMESTAMPTZ NOT NULL,
    "startedAtHeight" BIGINT NOT NULL,
    "endedAt" TIMESTAMPTZ,
    "endedAtHeight" BIGINT,
    "period" TEXT NOT NULL,
    "amount" NUMERIC(27,18) NOT NULL,

    CONSTRAINT "trading_reward_aggregations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "leaderboard_pnl" (
    "address" VARCHAR(255) NOT NULL,
    "timeSpan" TEXT NOT NULL,
    "pnl" VARCHAR(255) NOT NULL,
    "currentEquity" VARCHAR(255) NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "leaderboard_pnl_pkey" PRIMARY KEY ("address", "timeSpan")
);

CREATE TABLE "subaccount_usernames" (
    "username" VARCHAR(255) NOT NULL,
    "subaccountId" UUID NOT NULL,

    CONSTRAINT "subaccount_usernames_pkey" PRIMARY KEY ("username")
);

CREATE TABLE "persistent_cache" (
    "key" VARCHAR(255) NOT NULL,
    "value" VARCHAR(255) NOT NULL,

    CONSTRAINT "persistent_cache_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "affiliate_info" (
    "address" VARCHAR(255) NOT NULL,
    "affiliateEarnings" NUMERIC NOT NULL DEFAULT 0,
    "referredMakerTrades" INTEGER NOT NULL,
    "referredTakerTrades" INTEGER NOT NULL,
    "totalReferredUsers" INTEGER NOT NULL,
    "firstReferralBlockHeight" BIGINT NOT NULL,
    "referredTotalVolume" NUMERIC NOT NULL,
    "totalReferredTakerFees" NUMERIC NOT NULL DEFAULT 0,
    "totalReferredMakerFees" NUMERIC NOT NULL DEFAULT 0,
    "totalReferredMakerRebates" NUMERIC NOT NULL DEFAULT 0,

    CONSTRAINT "affiliate_info_pkey" PRIMARY KEY ("address")
);

CREATE INDEX "funding_payments_createdAtHeight_idx" ON "funding_payments"("createdAtHeight");
CREATE INDEX "pnl_ticks_subaccountId_idx" ON "pnl_ticks"("subaccountId");
CREATE INDEX "pnl_ticks_subaccountId_createdAt_idx" ON "pnl_ticks"("subaccountId", "createdAt");
CREATE INDEX "pnl_ticks_createdAt_idx" ON "pnl_ticks"("createdAt");
CREATE INDEX "pnl_ticks_blockTime_idx" ON "pnl_ticks"("blockTime");
CREATE INDEX "pnl_createdAtHeight_idx" ON "pnl"("createdAtHeight");
CREATE INDEX "trading_reward_aggregations_address_startedAtHeight_idx" ON "trading_reward_aggregations"("address", "startedAtHeight");
CREATE INDEX "trading_reward_aggregations_period_startedAtHeight_idx" ON "trading_reward_aggregations"("period", "startedAtHeight");
CREATE INDEX "leaderboard_pnl_rank_timeSpan_idx" ON "leaderboard_pnl"("rank", "timeSpan");
