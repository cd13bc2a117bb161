import { testWorlds } from "./fleet.js";

testWorlds(Array.from({ length: 30 }, (_, i) => 1 + i));
