/** Candle resolutions in the order in which ender writes them, with their length. */
export const RESOLUTIONS = [
  { name: "1MIN", seconds: 60, wire: 0 },
  { name: "5MINS", seconds: 300, wire: 1 },
  { name: "15MINS", seconds: 900, wire: 2 },
  { name: "30MINS", seconds: 1_800, wire: 3 },
  { name: "1HOUR", seconds: 3_600, wire: 4 },
  { name: "4HOURS", seconds: 14_400, wire: 5 },
  { name: "1DAY", seconds: 86_400, wire: 6 },
] as const;

export type ResolutionName = (typeof RESOLUTIONS)[number]["name"];

/** Start of the candle that holds a moment, in UTC. */
export function candleStart(time: Date, seconds: number): Date {
  return new Date(Math.floor(time.getTime() / 1_000 / seconds) * seconds * 1_000);
}
