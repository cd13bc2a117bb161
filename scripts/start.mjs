/** `npm start`: installs, builds, then everything up. Options: `npm start -- --help`. */

import { tail } from "./lib/exec.mjs";
import { runLocalnet } from "./lib/localnet.mjs";
import { checkNode, ensureBuilt, ensureInstalled, fail } from "./lib/prepare.mjs";

const args = process.argv.slice(2);
checkNode();
await ensureInstalled();
const without = args.includes("--no-web") ? ["@perpetua/web"] : [];
const build = await ensureBuilt({ without });
if (!build.ok) fail(`the build failed:\n${tail(build.output)}`);
await runLocalnet("start", args);
