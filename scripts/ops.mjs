/** `npm run ops -- <group> <command>`: operator commands (contract.md). */
import { join } from "node:path";
import { exec, tail } from "./lib/exec.mjs";
import { checkNode, ensureBuilt, ensureInstalled, fail } from "./lib/prepare.mjs";
import { root } from "./lib/workspace.mjs";

checkNode();
await ensureInstalled();
const build = await ensureBuilt({ without: ["@perpetua/web"] });
if (!build.ok) fail(`the build failed:\n${tail(build.output)}`);
const program = join(root, "apps/indexer/dist/ops.js");
const args = [program, ...process.argv.slice(2)];
const { code } = await exec(process.execPath, args, { inherit: true });
process.exitCode = code;
