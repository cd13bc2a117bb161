/** `npm run status`: one line per part, or JSON; exit code 1 when something is unhealthy. */
import { isLocalnetBuilt, runLocalnet } from "./lib/localnet.mjs";
import { say } from "./lib/prepare.mjs";

const args = process.argv.slice(2);
if (isLocalnetBuilt()) {
  await runLocalnet("status", args);
} else {
  const nothing = { healthy: false, parts: [], urls: {}, height: null, prices: null };
  say(args.includes("--json") ? JSON.stringify(nothing) : "nothing is running; try `npm start`");
  process.exitCode = 1;
}
