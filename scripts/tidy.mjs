/**
 * `npm run tidy [-- --fix] [FOLDER…]`: the style rules that neither compiler nor formatter check.
 * `--fix` wraps long comments. Exit code 1 on faults.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/workspace.mjs";
import { checkEnginePurity, checkMachinePaths, checkWords } from "./tidy/bans.mjs";
import { readFiles, toFile } from "./tidy/files.mjs";
import { checkImports } from "./tidy/imports.mjs";
import { checkColumns, checkFileSize, checkFunctionSize } from "./tidy/size.mjs";
import { wrapComments } from "./tidy/wrapComments.mjs";

const CHECKS = [
  checkFileSize,
  checkFunctionSize,
  checkColumns,
  checkImports,
  checkEnginePurity,
  checkWords,
  checkMachinePaths,
];

const args = process.argv.slice(2);
const folders = args.filter((word) => !word.startsWith("-"));
let files = readFiles(root).filter(
  ({ path }) => folders.length === 0 || folders.some((folder) => path.startsWith(folder)),
);
if (args.includes("--fix")) files = files.map(fix);
const faults = files.flatMap((file) => CHECKS.flatMap((check) => check(file)));
for (const { path, line, message } of faults) process.stdout.write(`${path}:${line} ${message}\n`);
process.stdout.write(`tidy: ${files.length} files, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function fix(file) {
  if (!file.isCode) return file;
  const text = wrapComments(file.text);
  if (text === file.text) return file;
  writeFileSync(join(root, file.path), text);
  return toFile(file.path, text);
}
