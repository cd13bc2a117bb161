-- Accounts and their history.

CREATE TABLE "subaccounts" (
    "id" UUID NOT NULL,
    "address" VARCHAR(255) NOT NULL,
    "subaccountNumber" INTEGER NOT NULL,
    "updatedAt" TIMESTAMPTZ NOT NULL,
    "updatedAtHeight" BIGINT NOT NULL,

    CONSTRAINT "subaccounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wallets" (
    "address" VARCHAR(255) NOT NULL,
    "totalTradingRewards" NUMERIC(27,18) NOT NULL,
    "totalVolume" NUMERIC NOT NULL DEFAULT 0,

    CONSTRAINT "wallets_pkey" PRIMARY KEY ("address")
);

CREATE TABLE "asset_positions" (
    "id" UUID NOT NULL,
    "assetId" VARCHAR(255) NOT NULL,
    "subaccountId" UUID NOT NULL,
    "size" NUMERIC NOT NULL,
    "isLong" BOOLEAN NOT NULL,

    CONSTRAINT "asset_positions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "perpetual_positions" (
    "id" UUID NOT NULL,
    "subaccountId" UUID NOT NULL,
    "perpetualId" BIGINT NOT NULL,
    "side" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "size" NUMERIC NOT NULL,
    "maxSize" NUMERIC NOT NULL,
    "entryPrice" NUMERIC NOT NULL,
    "exitPrice" NUMERIC,
    "sumOpen" NUMERIC NOT NULL,
    "sumClose" NUMERIC NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "closedAt" TIMESTAMPTZ,
    "createdAtHeight" BIGINT NOT NULL,
    "closedAtHeight" BIGINT,
    "openEventId" BYTEA NOT NULL,
    "closeEventId" BYTEA,
    "lastEventId" BYTEA NOT NULL,
    "settledFunding" NUMERIC NOT NULL,
    "totalRealizedPnl" NUMERIC,

    CONSTRAINT "perpetual_positions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "subaccountId" UUID NOT NULL,
    "clientId" BIGINT NOT NULL,
    "clobPairId" BIGINT NOT NULL,
    "side" TEXT NOT NULL,
    "size" NUMERIC NOT NULL,
    "totalFilled" NUMERIC NOT NULL,
    "price" NUMERIC NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "timeInForce" TEXT NOT NULL,
    "reduceOnly" BOOLEAN NOT NULL,
    "orderFlags" BIGINT NOT NULL,
    "goodTilBlock" BIGINT,
    "goodTilBlockTime" TIMESTAMPTZ,
    "createdAtHeight" BIGINT,
    "clientMetadata" BIGINT NOT NULL,
    "triggerPrice" NUMERIC,
    "updatedAt" TIMESTAMPTZ,
    "updatedAtHeight" BIGINT,
    "duration" VARCHAR(255),
    "interval" VARCHAR(255),
    "priceTolerance" VARCHAR(255),
    "builderAddress" VARCHAR(255),
    "feePpm" VARCHAR(255),
    "orderRouterAddress" VARCHAR(255),
    "createdAt" TIMESTAMPTZ,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "fills" (
    "id" UUID NOT NULL,
    "subaccountId" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "liquidity" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "clobPairId" BIGINT NOT NULL,
    "orderId" UUID,
    "size" NUMERIC NOT NULL,
    "price" NUMERIC NOT NULL,
    "quoteAmount" NUMERIC NOT NULL,
    "eventId" BYTEA NOT NULL,
    "transactionHash" VARCHAR(255) NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "createdAtHeight" BIGINT NOT NULL,
    "clientMetadata" BIGINT,
    "fee" VARCHAR(255) NOT NULL DEFAULT '0',
    "affiliateRevShare" NUMERIC NOT NULL DEFAULT 0,
    "builderAddress" VARCHAR(255),
    "builderFee" VARCHAR(255),
    "orderRouterAddress" VARCHAR(255),
    "orderRouterFee" VARCHAR(255),
    "positionSizeBefore" NUMERIC,
    "entryPriceBefore" NUMERIC,
    "positionSideBefore" TEXT,

    CONSTRAINT "fills_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "transfers" (
    "id" UUID NOT NULL,
    "senderSubaccountId" UUID,
    "recipientSubaccountId" UUID,
    "assetId" VARCHAR(255) NOT NULL,
    "size" NUMERIC NOT NULL,
    "eventId" BYTEA NOT NULL,
    "transactionHash" VARCHAR(255) NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "createdAtHeight" BIGINT NOT NULL,
    "recipientWalletAddress" VARCHAR(255),
    "senderWalletAddress" VARCHAR(255),

    CONSTRAINT "transfers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "trading_rewards" (
    "id" UUID NOT NULL,
    "address" VARCHAR(255) NOT NULL,
    "blockTime" TIMESTAMPTZ NOT NULL,
    "blockHeight" BIGINT NOT NULL,
    "amount" NUMERIC(27,18) NOT NULL,

    CONSTRAINT "trading_rewards_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "affiliate_referred_users" (
    "refereeAddress" VARCHAR(255) NOT NULL,
    "affiliateAddress" VARCHAR(255) NOT NULL,
    "referredAtBlock" BIGINT NOT NULL,

    CONSTRAINT "affiliate_referred_users_pkey" PRIMARY KEY ("refereeAddress")
);

CREATE INDEX "subaccounts_updatedAt_idx" ON "subaccounts"("updatedAt");
CREATE INDEX "asset_positions_subaccountId_idx" ON "asset_positions"("subaccountId");
CREATE INDEX "asset_positions_subaccountId_assetId_idx" ON "asset_positions"("subaccountId", "assetId");
CREATE INDEX "perpetual_positions_perpetualId_status_idx" ON "perpetual_positions"("perpetualId", "status");
CREATE INDEX "perpetual_positions_subaccountId_perpetualId_openEventId_idx" ON "perpetual_positions"("subaccountId", "perpetualId", "openEventId" DESC);
CREATE INDEX "perpetual_positions_subaccountId_createdAtHeight_perpetualId_idx" ON "perpetual_positions"("subaccountId", "createdAtHeight", "perpetualId");
CREATE INDEX "perpetual_positions_subaccountId_createdAt_idx" ON "perpetual_positions"("subaccountId", "createdAt");
CREATE INDEX "perpetual_positions_subaccountId_status_idx" ON "perpetual_positions"("subaccountId", "status");
CREATE INDEX "orders_subaccountId_idx" ON "orders"("subaccountId");
CREATE INDEX "orders_clobPairId_subaccountId_idx" ON "orders"("clobPairId", "subaccountId");
CREATE INDEX "orders_subaccountId_status_goodTilBlock_goodTilBlockTime_idx" ON "orders"("subaccountId", "status", "goodTilBlock" DESC, "goodTilBlockTime" DESC);
CREATE INDEX "fills_createdAt_idx" ON "fills"("createdAt");
CREATE INDEX "fills_createdAtHeight_idx" ON "fills"("createdAtHeight");
CREATE INDEX "fills_subaccountId_clobPairId_idx" ON "fills"("subaccountId", "clobPairId");
CREATE INDEX "fills_subaccountId_createdAtHeight_idx" ON "fills"("subaccountId", "createdAtHeight");
CREATE INDEX "transfers_assetId_createdAt_idx" ON "transfers"("assetId", "createdAt");
CREATE INDEX "transfers_senderSubaccountId_createdAt_idx" ON "transfers"("senderSubaccountId", "createdAt");
CREATE INDEX "transfers_senderSubaccountId_createdAtHeight_idx" ON "transfers"("senderSubaccountId", "createdAtHeight");
CREATE INDEX "transfers_recipientSubaccountId_createdAt_idx" ON "transfers"("recipientSubaccountId", "createdAt");
CREATE INDEX "transfers_recipientSubaccountId_createdAtHeight_idx" ON "transfers"("recipientSubaccountId", "createdAtHeight");
CREATE INDEX "trading_rewards_address_idx" ON "trading_rewards"("address");
CREATE INDEX "trading_rewards_blockHeight_idx" ON "trading_rewards"("blockHeight");
CREATE INDEX "trading_rewards_blockTime_idx" ON "trading_rewards"("blockTime");
CREATE INDEX "affiliate_referred_users_affiliateAddress_idx" ON "affiliate_referred_users"("affiliateAddress");
