/** Words that must not be there (style.md, "Engine purity"; brief comments; machine paths). */
import { stripped } from "./files.mjs";

const ENGINE_BANS = [
  [/\bfrom "node:|\bimport\("node:/, "node: import"],
  [/\bprocess\.\w/, "process"],
  [/\b(setTimeout|setInterval|setImmediate|queueMicrotask)\(/, "timer"],
  [/\basync\b|\bawait\b/, "async"],
  [/\bnew Date\b|\bDate\.now\b|\bperformance\.now\b/, "clock"],
  [/\bMath\.(random|log\w*|exp\w*|pow|sin\w*|cos\w*|tan\w*|sqrt|cbrt|hypot)\b/, "Math function"],
  [/\bIntl\b|\.localeCompare\(|\.toLocale\w+\(/, "locale"],
  [/\bconsole\.\w/, "logging"],
  [/\bparseFloat\(|\.toFixed\(/, "float"],
];

/** Determinism and purity: the engine has no I/O, clock, randomness, floats or `async`. */
export function checkEnginePurity({ path, text }) {
  if (!path.startsWith("packages/engine/src/")) return [];
  const plain = text.split("\n");
  return stripped(text)
    .split("\n")
    .flatMap((line, i) =>
      ENGINE_BANS.filter(([pattern], rule) => pattern.test(rule === 0 ? plain[i] : line)).map(
        ([, what]) => ({ path, line: i + 1, message: `${what} is banned in the engine` }),
      ),
    );
}

const UNFINISHED = /\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/;
const SKIPPED = /\b(it|test|describe)\.(skip|only|todo|fixme)\b/;
const SILENCED = /@ts-(ignore|nocheck)|\bas any\b/;

export function checkWords({ path, lines, isCode }) {
  if (!isCode || path.startsWith("scripts/tidy/") || path.startsWith("scripts/test/")) return [];
  return lines.flatMap((line, i) => {
    const at = (message) => ({ path, line: i + 1, message });
    return [
      ...(UNFINISHED.test(line) ? [at("a note of unfinished work needs an issue: TODO(#12)")] : []),
      ...(SKIPPED.test(line) ? [at("skipped or focused test")] : []),
      ...(SILENCED.test(line) ? [at("silenced type check")] : []),
    ];
  });
}

const MACHINE_PATH = /(^|[\s"'`(=:])\/(work|farm|root|home\/[a-z]\w*|Users\/\w+)\//;

export function checkMachinePaths({ path, lines }) {
  if (path.startsWith("scripts/tidy/") || path.startsWith("scripts/test/")) return [];
  return lines.flatMap((line, i) =>
    MACHINE_PATH.test(line) ? [{ path, line: i + 1, message: "path of one machine" }] : [],
  );
}
