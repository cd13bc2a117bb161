import { Topic } from "@perpetua/messaging";
import { RECORDINGS } from "@perpetua/testkit";
import { expect, test } from "vitest";
import { racesOf } from "../../../src/replay/races.js";
import { readCheckpoints, readTopic } from "../../../src/replay/recording.js";
import { blockEffectTimes } from "../../../src/replay/replayEnder.js";

async function load(name: string) {
  const folder = `${RECORDINGS}/${name}`;
  const toVulcan = await readTopic(folder, Topic.toVulcan);
  const times = blockEffectTimes(await readTopic(folder, Topic.blockHeight), toVulcan);
  const races = racesOf(await readTopic(folder, Topic.toEnder), toVulcan, times);
  const ids = (await readCheckpoints(folder)).at(-1)?.db.orders?.map(({ id }) => String(id)) ?? [];
  return { races, ids, raced: (id: string) => races.explain(id, "OPEN", "BEST_EFFORT_CANCELED") };
}

test("a recording's races are few, and the one that is known is among them (trap 28)", async () => {
  const { races, ids, raced } = await load("main");
  const racing = ids.filter(raced);
  expect(racing.length).toBeLessThan(20);
  expect(ids.length).toBeGreaterThan(200);
  const [known = ""] = racing.filter((id) => id.startsWith("d6adebe2-"));
  expect(races.explainAt(469, known, "OPEN", "BEST_EFFORT_CANCELED")).toBe(true);
  // Neither another height nor another state is the race's doing.
  expect(races.explainAt(468, known, "OPEN", "BEST_EFFORT_CANCELED")).toBe(false);
  expect(races.explain(known, "OPEN", "FILLED")).toBe(false);
  expect(races.explain(known, "OPEN", undefined)).toBe(false);
});

test("a recording without races is judged in full", async () => {
  const { ids, raced } = await load("edge");
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter(raced)).toEqual([]);
});
