/** Sizes: files, functions, columns (style.md, "Files and names"). */
const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;
/** A component's markup is one expression; it may be longer than logic. */
const MAX_COMPONENT_LINES = 120;
export const MAX_COLUMNS = 100;

export function checkFileSize({ path, lines, isCode }) {
  const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  if (!isCode || count <= MAX_FILE_LINES) return [];
  return [{ path, line: count, message: `file has ${count} lines, at most ${MAX_FILE_LINES}` }];
}

/** Only text that the formatter cannot break may pass the margin: strings, links, imports. */
export function checkColumns({ path, lines, isCode }) {
  if (!isCode) return [];
  return lines.flatMap((line, i) => {
    if (line.length <= MAX_COLUMNS || withoutText(line).length <= MAX_COLUMNS) return [];
    return [{ path, line: i + 1, message: `line has ${line.length} columns, at most 100` }];
  });
}

function withoutText(line) {
  if (/^\s*(\/\/|\*).*https?:\/\//.test(line) || /^(import|export) .* from /.test(line)) return "";
  return line
    .replace(
      /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`?|\/(?:[^/\\]|\\.)+\/[a-z]*/g,
      "",
    )
    .replace(/>[^<>{}]*$/, ">");
}

/**
 * Functions of formatted code: the body ends at the first line with the indentation of the line
 * that opened it and a closing brace.
 */
export function checkFunctionSize({ path, lines, isCode }) {
  if (!isCode || !/(^|\/)src\//.test(path)) return [];
  const limit = path.endsWith(".tsx") ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES;
  const faults = [];
  for (let i = 0; i < lines.length; i += 1) {
    if (!opensFunction(lines[i])) continue;
    const indent = /^\s*/.exec(lines[i])[0];
    let end = i + 1;
    while (end < lines.length && !lines[end].startsWith(`${indent}}`)) end += 1;
    const length = end - i + 1;
    if (end < lines.length && length > limit) {
      faults.push({ path, line: i + 1, message: `function has ${length} lines, at most ${limit}` });
    }
  }
  return faults;
}

function opensFunction(line) {
  if (!line.endsWith("{")) return false;
  if (/=> \{$/.test(line) || /\bfunction\b/.test(line)) return true;
  if (/^\s*(\} )?(if|for|while|switch|catch|else|do|try|with|return|class)\b/.test(line)) {
    return false;
  }
  // A method in one line, or the last line of a longer signature.
  return /^\s*[\w#* ]+(<.*>)?\(.*\)(: .+)? \{$/.test(line) || /^\s*\)(: .+)? \{$/.test(line);
}
