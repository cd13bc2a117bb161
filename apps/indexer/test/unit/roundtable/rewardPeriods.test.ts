import { expect, test } from "vitest";
import {
  endsPeriod,
  floorDay,
  floorMinute,
  startOfPeriod,
} from "../../../src/roundtable/tasks/rewardPeriods.js";

const at = (text: string) => new Date(text);

test.each([
  ["DAILY", "2026-11-23T08:45:03.893Z", "2026-11-23T00:00:00.000Z"],
  // A Sunday belongs to the week of the Monday before it.
  ["WEEKLY", "2026-11-29T23:59:59.999Z", "2026-11-23T00:00:00.000Z"],
  ["WEEKLY", "2026-11-23T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
  ["WEEKLY", "2026-01-01T00:00:00.000Z", "2025-12-29T00:00:00.000Z"],
  ["MONTHLY", "2028-02-29T12:00:00.000Z", "2028-02-01T00:00:00.000Z"],
] as const)("%s period of %s starts at %s", (period, time, start) => {
  expect(startOfPeriod(at(time), period).toISOString()).toBe(start);
});

test("a period ends only at its very boundary", () => {
  expect(endsPeriod(at("2026-11-24T00:00:00.000Z"), "DAILY")).toBe(true);
  expect(endsPeriod(at("2026-11-24T00:01:00.000Z"), "DAILY")).toBe(false);
  expect(endsPeriod(at("2026-11-24T00:00:00.000Z"), "WEEKLY")).toBe(false);
  expect(endsPeriod(at("2026-11-30T00:00:00.000Z"), "WEEKLY")).toBe(true);
  expect(endsPeriod(at("2026-12-01T00:00:00.000Z"), "MONTHLY")).toBe(true);
});

test("moments are floored to the minute and the day", () => {
  const time = at("2026-11-23T08:45:59.999Z");
  expect(new Date(floorMinute(time)).toISOString()).toBe("2026-11-23T08:45:00.000Z");
  expect(new Date(floorDay(time)).toISOString()).toBe("2026-11-23T00:00:00.000Z");
});
