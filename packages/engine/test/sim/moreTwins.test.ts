import { testWorlds } from "./fleet.js";

/** The second half of a million commands: a file of its own, so that two cores share them. */
testWorlds(Array.from({ length: 30 }, (_, i) => 31 + i));
