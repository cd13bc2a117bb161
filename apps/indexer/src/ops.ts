import { describeError } from "@perpetua/telemetry";
import { readCommandLine } from "./env.js";
import type { Environment } from "./options/options.js";
import { RECONCILE_HELP, reconcile } from "./scripts/reconcile/reconcile.js";

/** An operator's command: what `npm run ops -- <group> <command>` runs. */
interface Command {
  readonly group: string;
  readonly name: string;
  readonly describe: string;
  readonly help: string;
  /** Returns the exit code. */
  run(environment: Environment, say: (line: string) => void): Promise<number>;
}

const COMMANDS: readonly Command[] = [
  {
    group: "scripts",
    name: "reconcile",
    describe: "proves that the database equals a replay of the block log",
    help: RECONCILE_HELP,
    run: reconcile,
  },
];

const USAGE = `usage: npm run ops -- <group> <command> [--help] [--dry-run] [--option value …]

${COMMANDS.map(({ group, name, describe }) => `  ${group} ${name}   ${describe}`).join("\n")}
`;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { words, help, environment } = readCommandLine(process.argv.slice(2));
  const [group, name] = words;
  const command = COMMANDS.find((entry) => entry.group === group && entry.name === name);
  if (command === undefined) {
    process.stdout.write(USAGE);
    return help && name === undefined ? 0 : 2;
  }
  if (help) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(environment, say);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`ops: ${describeError(error)}\n`);
    process.exit(1);
  },
);
