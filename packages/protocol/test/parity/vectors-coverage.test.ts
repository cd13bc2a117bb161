import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ELSEWHERE, TESTED_GROUPS } from "../vectors/elsewhere.js";
import { allVectors } from "../vectors/load.js";

test("every group of vectors is tested, and the rest of the file is accounted for", () => {
  expect(allVectors).toHaveLength(179);
  const groups = new Set(allVectors.map((vector) => vector.group));
  expect([...groups].sort()).toEqual(Object.keys(TESTED_GROUPS).sort());
  const file = new URL("../vectors/wire-vectors.json", import.meta.url);
  const {
    description,
    generatedWith,
    groups: _groups,
    vectors: _vectors,
    ...others
  } = JSON.parse(readFileSync(file, "utf8"));
  expect(description).toBeDefined();
  expect(generatedWith).toBeDefined();
  expect(Object.keys(others).sort()).toEqual(Object.keys(ELSEWHERE).sort());
});
