/** `npm run tidy -- --fix`: wraps comments that pass the margin; code is the formatter's. */
import { MAX_COLUMNS } from "./size.mjs";

/** The text with every overlong comment wrapped; the same text when there is none. */
export function wrapComments(text) {
  return text
    .split("\n")
    .flatMap((line) => (line.length <= MAX_COLUMNS ? [line] : wrapLine(line)))
    .join("\n");
}

function wrapLine(line) {
  const block = /^(\s*)\/\*\* (.*) \*\/$/.exec(line);
  if (block !== null) {
    const [, indent, words] = block;
    return [`${indent}/**`, ...wrapWords(`${indent} * `, words), `${indent} */`];
  }
  const open = /^(\s*)\/\*\* (.*)$/.exec(line);
  if (open !== null) {
    const [, indent, words] = open;
    return [`${indent}/**`, ...wrapWords(`${indent} * `, words)];
  }
  const inside = /^(\s*(?:\*|\/\/) +)(.*)$/.exec(line);
  if (inside !== null && !inside[2].endsWith("*/")) return wrapWords(inside[1], inside[2]);
  const trailing = /^(\s*)([^"'`/]*\S) \/\/ (.*)$/.exec(line);
  if (trailing !== null) {
    const [, indent, code, words] = trailing;
    return [...wrapWords(`${indent}// `, words), `${indent}${code}`];
  }
  return [line];
}

function wrapWords(prefix, text) {
  const lines = [];
  let current = "";
  for (const word of text.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && prefix.length + longer.length > MAX_COLUMNS) {
      lines.push(`${prefix}${current}`);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, `${prefix}${current}`];
}
