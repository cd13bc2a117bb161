import { describe } from "vitest";
import { testWorlds } from "./fleet.js";

describe("the fast engine equals the naive one", () => {
  testWorlds([1]);
});
