/** The files that the style rules are about: tracked or new, not generated. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const CODE = new Set([".ts", ".tsx", ".mts", ".mjs", ".js"]);
const TEXT = new Set([...CODE, ".md", ".json", ".sql", ".proto", ".css", ".yml", ".yaml", ".sh"]);
const GENERATED =
  /(^|\/)(gen|generated|dist|node_modules|recordings|migrations|vectors|fixtures)\//;

/** `{ path, text, lines, isCode }` of each file, paths from the root with `/`. */
export function readFiles(root) {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const list = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return list
    .split("\0")
    .filter((path) => path !== "" && TEXT.has(extname(path)) && !GENERATED.test(path))
    .filter((path) => !path.endsWith("package-lock.json") && existsSync(join(root, path)))
    .map((path) => toFile(path, readFileSync(join(root, path), "utf8")));
}

export function toFile(path, text) {
  return { path, text, lines: text.split("\n"), isCode: CODE.has(extname(path)) };
}

/** The code without comments and string contents, line by line, for rules about calls. */
export function stripped(text) {
  const pattern =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
  return text.replace(pattern, (match) => {
    const blank = match.replace(/[^\n]/g, " ");
    return match.startsWith("/") ? blank : `"${blank.slice(2)}"`;
  });
}
