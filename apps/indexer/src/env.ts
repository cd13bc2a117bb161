import type { Environment } from "./options/options.js";

/** The command line: what to run, and its variables (a flag beats the environment). */
export interface CommandLine {
  readonly command: string | undefined;
  /** Everything that is no flag, `command` first. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly environment: Environment;
}

/** The only reader of `process.env` in this program; `--some-option x` sets SOME_OPTION. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const flags: Record<string, string> = {};
  const words: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] as string;
    if (!word.startsWith("--")) {
      words.push(word);
      continue;
    }
    const [name = "", inline] = splitOnce(word.slice(2), "=");
    const next = args[index + 1];
    const takesNext = inline === undefined && next !== undefined && !next.startsWith("--");
    if (takesNext) index += 1;
    flags[name.toUpperCase().replaceAll("-", "_")] = inline ?? (takesNext ? next : "true");
  }
  return {
    command: words[0],
    words,
    help: flags.HELP !== undefined,
    environment: { ...process.env, ...flags },
  };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
