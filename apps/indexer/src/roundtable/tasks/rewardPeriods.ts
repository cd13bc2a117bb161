/** Calendar periods of trading rewards, in UTC. */
export type Period = "DAILY" | "WEEKLY" | "MONTHLY";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday: ISO weeks begin four days later. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

export const floorMinute = (time: Date): number => floorTo(time.getTime(), MINUTE_MS);

export const floorDay = (time: Date): number => floorTo(time.getTime(), DAY_MS);

/** Start of the day, ISO week (Monday) or month that holds a moment. */
export function startOfPeriod(time: Date, period: Period): Date {
  if (period === "MONTHLY") {
    return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1));
  }
  if (period === "DAILY") return new Date(floorDay(time));
  const sinceMonday = time.getTime() - FIRST_MONDAY_MS;
  return new Date(floorTo(sinceMonday, 7 * DAY_MS) + FIRST_MONDAY_MS);
}

/** Whether a period ends, and the next begins, exactly at this moment. */
export function endsPeriod(time: Date, period: Period): boolean {
  return startOfPeriod(time, period).getTime() === time.getTime();
}

function floorTo(valueMs: number, unitMs: number): number {
  return Math.floor(valueMs / unitMs) * unitMs;
}
