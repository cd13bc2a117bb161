-- Services' own tables and the outbox.

CREATE TABLE "compliance_data" (
    "address" VARCHAR(255) NOT NULL,
    "provider" TEXT NOT NULL,
    "chain" VARCHAR(255),
    "blocked" BOOLEAN NOT NULL,
    "riskScore" NUMERIC(8,2),
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "compliance_data_pkey" PRIMARY KEY ("address", "provider")
);

CREATE TABLE "compliance_status" (
    "address" VARCHAR(255) NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "compliance_status_pkey" PRIMARY KEY ("address")
);

CREATE TABLE "firebase_notification_tokens" (
    "id" SERIAL NOT NULL,
    "token" VARCHAR(255) NOT NULL,
    "address" VARCHAR(255) NOT NULL,
    "language" VARCHAR(255) NOT NULL,
    "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "firebase_notification_tokens_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "turnkey_users" (
    "suborg_id" TEXT NOT NULL,
    "email" TEXT,
    "svm_address" TEXT NOT NULL,
    "evm_address" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "dydx_address" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "smart_account_address" TEXT,

    CONSTRAINT "turnkey_users_pkey" PRIMARY KEY ("suborg_id")
);

CREATE TABLE "permission_approval" (
    "suborg_id" TEXT NOT NULL,
    "chain_id" TEXT NOT NULL,
    "approval" TEXT NOT NULL,

    CONSTRAINT "permission_approval_pkey" PRIMARY KEY ("suborg_id", "chain_id")
);

CREATE TABLE "bridge_information" (
    "id" VARCHAR(255) NOT NULL,
    "from_address" VARCHAR(255) NOT NULL,
    "chain_id" VARCHAR(255) NOT NULL,
    "amount" VARCHAR(255) NOT NULL,
    "transaction_hash" VARCHAR(255),
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "bridge_information_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbox" (
    "blockHeight" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("blockHeight")
);

CREATE INDEX "compliance_data_address_idx" ON "compliance_data"("address");
CREATE INDEX "compliance_data_blocked_idx" ON "compliance_data"("blocked");
CREATE INDEX "compliance_data_updatedAt_idx" ON "compliance_data"("updatedAt");
CREATE INDEX "compliance_status_status_idx" ON "compliance_status"("status");
CREATE INDEX "compliance_status_updatedAt_idx" ON "compliance_status"("updatedAt");
CREATE UNIQUE INDEX "firebase_notification_tokens_token_key" ON "firebase_notification_tokens"("token");
CREATE UNIQUE INDEX "turnkey_users_email_key" ON "turnkey_users"("email");
CREATE UNIQUE INDEX "turnkey_users_svm_address_key" ON "turnkey_users"("svm_address");
CREATE UNIQUE INDEX "turnkey_users_evm_address_key" ON "turnkey_users"("evm_address");
CREATE UNIQUE INDEX "turnkey_users_dydx_address_key" ON "turnkey_users"("dydx_address");
CREATE UNIQUE INDEX "turnkey_users_smart_account_address_key" ON "turnkey_users"("smart_account_address");
CREATE UNIQUE INDEX "bridge_information_transaction_hash_key" ON "bridge_information"("transaction_hash");
CREATE INDEX "bridge_information_from_address_idx" ON "bridge_information"("from_address");
