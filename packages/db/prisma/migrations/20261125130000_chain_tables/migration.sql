-- Blocks and market reference data (indexer.md §1.2).

CREATE TABLE "blocks" (
    "blockHeight" BIGINT NOT NULL,
    "time" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "blocks_pkey" PRIMARY KEY ("blockHeight")
);

CREATE TABLE "transactions" (
    "id" UUID NOT NULL,
    "blockHeight" BIGINT NOT NULL,
    "transactionIndex" INTEGER NOT NULL,
    "transactionHash" VARCHAR(255) NOT NULL,

    CONSTRAINT "transactions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tendermint_events" (
    "id" BYTEA NOT NULL,
    "blockHeight" BIGINT NOT NULL,
    "transactionIndex" INTEGER NOT NULL,
    "eventIndex" INTEGER NOT NULL,

    CONSTRAINT "tendermint_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "markets" (
    "id" INTEGER NOT NULL,
    "pair" VARCHAR(255) NOT NULL,
    "exponent" INTEGER NOT NULL,
    "minPriceChangePpm" INTEGER NOT NULL,
    "oraclePrice" NUMERIC,

    CONSTRAINT "markets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "assets" (
    "id" VARCHAR(255) NOT NULL,
    "atomicResolution" INTEGER NOT NULL,
    "hasMarket" BOOLEAN NOT NULL,
    "marketId" INTEGER,
    "symbol" VARCHAR(255) NOT NULL,

    CONSTRAINT "assets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "liquidity_tiers" (
    "id" INTEGER NOT NULL,
    "name" VARCHAR(255),
    "initialMarginPpm" BIGINT NOT NULL,
    "maintenanceFractionPpm" BIGINT NOT NULL,
    "openInterestLowerCap" VARCHAR(255),
    "openInterestUpperCap" VARCHAR(255),

    CONSTRAINT "liquidity_tiers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "perpetual_markets" (
    "id" BIGINT NOT NULL,
    "clobPairId" BIGINT NOT NULL,
    "ticker" VARCHAR(255) NOT NULL,
    "marketId" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "priceChange24H" NUMERIC NOT NULL,
    "volume24H" NUMERIC NOT NULL,
    "trades24H" INTEGER NOT NULL,
    "nextFundingRate" NUMERIC NOT NULL,
    "openInterest" NUMERIC NOT NULL,
    "quantumConversionExponent" INTEGER NOT NULL,
    "atomicResolution" INTEGER NOT NULL,
    "subticksPerTick" INTEGER NOT NULL,
    "stepBaseQuantums" BIGINT NOT NULL,
    "liquidityTierId" INTEGER NOT NULL DEFAULT 0,
    "marketType" TEXT NOT NULL DEFAULT 'CROSS',
    "baseOpenInterest" NUMERIC DEFAULT 0,
    "defaultFundingRate1H" NUMERIC DEFAULT 0,

    CONSTRAINT "perpetual_markets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "oracle_prices" (
    "id" UUID NOT NULL,
    "marketId" INTEGER NOT NULL,
    "price" NUMERIC NOT NULL,
    "effectiveAt" TIMESTAMPTZ NOT NULL,
    "effectiveAtHeight" BIGINT NOT NULL,

    CONSTRAINT "oracle_prices_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "funding_index_updates" (
    "id" UUID NOT NULL,
    "perpetualId" BIGINT NOT NULL,
    "eventId" BYTEA NOT NULL,
    "rate" NUMERIC NOT NULL,
    "oraclePrice" NUMERIC NOT NULL,
    "fundingIndex" NUMERIC NOT NULL,
    "effectiveAt" TIMESTAMPTZ NOT NULL,
    "effectiveAtHeight" BIGINT NOT NULL,

    CONSTRAINT "funding_index_updates_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "candles" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ NOT NULL,
    "ticker" VARCHAR(255) NOT NULL,
    "resolution" TEXT NOT NULL,
    "low" NUMERIC NOT NULL,
    "high" NUMERIC NOT NULL,
    "open" NUMERIC NOT NULL,
    "close" NUMERIC NOT NULL,
    "baseTokenVolume" NUMERIC NOT NULL,
    "usdVolume" NUMERIC NOT NULL,
    "trades" INTEGER NOT NULL,
    "startingOpenInterest" NUMERIC NOT NULL,
    "orderbookMidPriceOpen" NUMERIC,
    "orderbookMidPriceClose" NUMERIC,

    CONSTRAINT "candles_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "vaults" (
    "address" VARCHAR(255) NOT NULL,
    "clobPairId" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ NOT NULL,
    "updatedAt" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "vaults_pkey" PRIMARY KEY ("address")
);

CREATE INDEX "transactions_blockHeight_transactionIndex_idx" ON "transactions"("blockHeight", "transactionIndex");
CREATE INDEX "tendermint_events_blockHeight_transactionIndex_idx" ON "tendermint_events"("blockHeight", "transactionIndex");
CREATE UNIQUE INDEX "markets_pair_key" ON "markets"("pair");
CREATE UNIQUE INDEX "assets_symbol_key" ON "assets"("symbol");
CREATE INDEX "assets_marketId_idx" ON "assets"("marketId");
CREATE INDEX "oracle_prices_marketId_effectiveAt_idx" ON "oracle_prices"("marketId", "effectiveAt");
CREATE INDEX "oracle_prices_marketId_effectiveAtHeight_idx" ON "oracle_prices"("marketId", "effectiveAtHeight");
CREATE INDEX "funding_index_updates_perpetualId_idx" ON "funding_index_updates"("perpetualId");
CREATE INDEX "funding_index_updates_effectiveAtHeight_idx" ON "funding_index_updates"("effectiveAtHeight");
CREATE INDEX "candles_ticker_resolution_startedAt_idx" ON "candles"("ticker", "resolution", "startedAt" DESC);
CREATE INDEX "candles_startedAt_idx" ON "candles"("startedAt");
