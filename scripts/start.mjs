/** `npm start`: installs, builds, then everything up. Options: `npm start -- --help`. */

import { tail } from "./lib/exec.mjs";
import { runLocalnet } from "./lib/localnet.mjs";
import { checkNode, ensureBuilt, ensureInstalled, fail } from "./lib/prepare.mjs";

const args = process.argv.slice(2);
stopWithParent();
checkNode();
await ensureInstalled();
const without = args.includes("--no-web") ? ["@perpetua/web"] : [];
const build = await ensureBuilt({ without });
if (!build.ok) fail(`the build failed:\n${tail(build.output)}`);
await runLocalnet("start", args);

/**
 * npm runs this through a shell, and a SIGTERM to npm may end the shell only: when the parent is
 * gone, so is whoever wanted the stack in the foreground.
 */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 250);
  watch.unref();
}
