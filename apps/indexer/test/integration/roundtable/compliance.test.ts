import type { ComplianceProvider } from "@perpetua/api";
import { subaccountUuid } from "@perpetua/protocol";
import { afterAll, beforeEach, expect, test } from "vitest";
import { updateComplianceData } from "../../../src/roundtable/tasks/updateComplianceData.js";
import { updateComplianceStatus } from "../../../src/roundtable/tasks/updateComplianceStatus.js";
import { complianceProvider } from "../../../src/shared/complianceProvider.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const NOW = "2026-11-24T12:00:00.000Z";
const PLACEHOLDER = complianceProvider({
  COMPLIANCE_DATA_CLIENT: "PLACEHOLDER",
  BLOCKED_ADDRESSES: new Set(),
});
let world: RoundtableWorld;

beforeEach(async () => {
  await world?.stop();
  world = await startRoundtableWorld();
  world.nowMs = Date.parse(NOW);
});
afterAll(() => world.stop());

const sql = async (text: string, values: unknown[] = []) =>
  (await world.database.pool.query(text, values)).rows as Record<string, unknown>[];
const addAccount = (address: string, updatedAt: string) =>
  sql(`INSERT INTO subaccounts VALUES ($1, $2, 0, $3, 1)`, [
    subaccountUuid(address, 0),
    address,
    updatedAt,
  ]);
const addVerdict = (address: string, blocked: boolean, updatedAt: string) =>
  sql(`INSERT INTO compliance_data VALUES ($1, 'ELLIPTIC', NULL, $2, NULL, $3)`, [
    address,
    blocked,
    updatedAt,
  ]);
const screen = (provider: ComplianceProvider | undefined) =>
  updateComplianceData(provider, 0).run(world.context);

test("active addresses are screened; blocked ones may only close (recorded: h, k, l blocked)", async () => {
  await addAccount("dydx1xh", NOW);
  await addAccount("dydx1x4", NOW);
  await addAccount("dydx1old", "2026-11-23T11:59:59Z");
  await screen(PLACEHOLDER);
  const at = new Date(NOW);
  expect(await sql(`SELECT * FROM compliance_data ORDER BY address`)).toEqual([
    row("dydx1x4", false, null, at),
    row("dydx1xh", true, "75.00", at),
  ]);
  const statuses = await sql(`SELECT address, status, reason, "updatedAt" FROM compliance_status`);
  expect(statuses).toEqual([
    {
      address: "dydx1xh",
      status: "CLOSE_ONLY",
      reason: "COMPLIANCE_PROVIDER",
      updatedAt: at,
    },
  ]);
});

function row(address: string, blocked: boolean, riskScore: string | null, updatedAt: Date) {
  return { address, provider: "ELLIPTIC", chain: null, blocked, riskScore, updatedAt };
}

test("verdicts are asked for again by age; final ones and restricted addresses never (§6.13)", async () => {
  const asked: string[] = [];
  const provider: ComplianceProvider = {
    screen: async (address) => {
      asked.push(address);
      if (address === "dydx1away") throw new Error("provider is away");
      return { blocked: false, riskScore: 1 };
    },
  };
  const [dayOld, monthOld] = ["2026-11-23T11:59:59Z", "2026-10-24T00:00:00Z"];
  for (const name of ["new", "away", "day", "fresh", "final", "closed"]) {
    await addAccount(`dydx1${name}`, NOW);
  }
  await sql(`INSERT INTO wallets (address, "totalTradingRewards") VALUES ('dydx1month', 0)`);
  await addVerdict("dydx1day", false, dayOld);
  await addVerdict("dydx1fresh", false, "2026-11-23T12:00:01Z");
  await addVerdict("dydx1final", true, monthOld);
  await addVerdict("dydx1month", false, monthOld);
  await addVerdict("dydx1nowallet", false, monthOld);
  await sql(`INSERT INTO compliance_status (address, status) VALUES ('dydx1closed', 'CLOSE_ONLY')`);
  await screen(provider);
  expect(asked).toEqual(["dydx1away", "dydx1new", "dydx1day", "dydx1month"]);
  expect(await sql(`SELECT 1 FROM compliance_data WHERE address = 'dydx1away'`)).toEqual([]);
});

test("a run asks for a hundred addresses at most (Q18: of many new ones the first)", async () => {
  for (let i = 0; i < 103; i += 1) await addAccount(`dydx1n${String(i).padStart(3, "0")}`, NOW);
  await screen(PLACEHOLDER);
  const [count] = await sql(
    `SELECT count(*)::int4 AS n, max(address) AS last FROM compliance_data`,
  );
  expect(count).toEqual({ n: 100, last: "dydx1n099" });
});

test("without a provider nobody is screened", async () => {
  await addAccount("dydx1xh", NOW);
  await screen(undefined);
  expect(await sql(`SELECT 1 FROM compliance_data`)).toEqual([]);
});

test("after a week of closing only an address is blocked, and the reason stays (R17, Q19)", async () => {
  await sql(`INSERT INTO compliance_status (address, status, reason, "updatedAt") VALUES
    ('eight', 'CLOSE_ONLY', 'COMPLIANCE_PROVIDER', '2026-11-16T12:00:00Z'),
    ('six', 'CLOSE_ONLY', 'MANUAL', '2026-11-18T12:00:00Z'),
    ('strike', 'FIRST_STRIKE_CLOSE_ONLY', 'US_GEO', '2026-11-01T12:00:00Z')`);
  await updateComplianceStatus.run(world.context);
  const rows = await sql(`SELECT address, status, reason FROM compliance_status ORDER BY address`);
  expect(rows).toEqual([
    { address: "eight", status: "BLOCKED", reason: "COMPLIANCE_PROVIDER" },
    { address: "six", status: "CLOSE_ONLY", reason: "MANUAL" },
    { address: "strike", status: "FIRST_STRIKE_CLOSE_ONLY", reason: "US_GEO" },
  ]);
});
