-- First tick of each vault and UTC hour or day (indexer.md §1.3). Created with data: concurrent refreshes
-- and reads fail on a view that was never populated.

CREATE MATERIALIZED VIEW "vaults_hourly_pnl" AS
WITH "vault_subaccounts" AS (
    SELECT "subaccounts"."id"
    FROM "vaults" JOIN "subaccounts" ON "subaccounts"."address" = "vaults"."address" AND "subaccounts"."subaccountNumber" = 0
    UNION
    -- The megavault: dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r, number 0.
    SELECT 'c7169f81-0c80-54c5-a41f-9cbb6a538fdf'::uuid
)
SELECT DISTINCT ON ("subaccountId", date_trunc('hour', "blockTime" AT TIME ZONE 'UTC'))
    "id", "subaccountId", "equity", "totalPnl", "netTransfers", "createdAt", "blockHeight", "blockTime"
FROM "pnl_ticks"
WHERE "subaccountId" IN (SELECT "id" FROM "vault_subaccounts")
    AND "blockTime" >= now() - INTERVAL '168 hours'
ORDER BY "subaccountId", date_trunc('hour', "blockTime" AT TIME ZONE 'UTC'), "blockTime";

CREATE UNIQUE INDEX "vaults_hourly_pnl_id_key" ON "vaults_hourly_pnl"("id");

CREATE MATERIALIZED VIEW "vaults_daily_pnl" AS
WITH "vault_subaccounts" AS (
    SELECT "subaccounts"."id"
    FROM "vaults" JOIN "subaccounts" ON "subaccounts"."address" = "vaults"."address" AND "subaccounts"."subaccountNumber" = 0
    UNION
    -- The megavault: dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r, number 0.
    SELECT 'c7169f81-0c80-54c5-a41f-9cbb6a538fdf'::uuid
)
SELECT DISTINCT ON ("subaccountId", date_trunc('day', "blockTime" AT TIME ZONE 'UTC'))
    "id", "subaccountId", "equity", "totalPnl", "netTransfers", "createdAt", "blockHeight", "blockTime"
FROM "pnl_ticks"
WHERE "subaccountId" IN (SELECT "id" FROM "vault_subaccounts")
    AND "blockTime" >= now() - INTERVAL '2160 hours'
ORDER BY "subaccountId", date_trunc('day', "blockTime" AT TIME ZONE 'UTC'), "blockTime";

CREATE UNIQUE INDEX "vaults_daily_pnl_id_key" ON "vaults_daily_pnl"("id");
