/** Values by variable name, from the environment and flags. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The command line: what to run, and its variables (a flag beats the environment). */
export interface CommandLine {
  readonly command: string | undefined;
  readonly words: readonly string[];
  readonly help: boolean;
  readonly environment: Environment;
}

/** The only reader of `process.env` in this program; `--some-option x` sets SOME_OPTION. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const flags: Record<string, string> = {};
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (!word.startsWith("--")) {
      words.push(word);
      continue;
    }
    const [name = "", ...rest] = word.slice(2).split("=");
    const next = args[i + 1];
    const takesNext = rest.length === 0 && next !== undefined && !next.startsWith("--");
    if (takesNext) i++;
    const value = rest.length > 0 ? rest.join("=") : takesNext ? next : "true";
    flags[name.toUpperCase().replaceAll("-", "_")] = value;
  }
  return {
    command: words[0],
    words: words.slice(1),
    help: flags.HELP !== undefined,
    environment: { ...process.env, ...flags },
  };
}
