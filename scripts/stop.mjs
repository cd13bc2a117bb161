/** `npm stop`: ends what `npm start` started. */
import { isLocalnetBuilt, runLocalnet } from "./lib/localnet.mjs";
import { say } from "./lib/prepare.mjs";

if (isLocalnetBuilt()) await runLocalnet("stop", process.argv.slice(2));
else say("nothing is running (nothing was built yet)");
