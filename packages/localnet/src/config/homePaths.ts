import { join } from "node:path";

/** Where one stack keeps its things; each part's data is in the folder of its name. */
export interface HomePaths {
  readonly home: string;
  readonly logs: string;
  readonly run: string;
  /** Identity and options of the supervisor that owns this home. */
  readonly supervisorFile: string;
  /** Identities of the running parts, to find them again after an unclean end. */
  readonly partsFile: string;
  readonly startLock: string;
  /** The user's genesis file, copied, so that later starts know it. */
  readonly genesisFile: string;
}

export function homePaths(home: string): HomePaths {
  const run = join(home, "run");
  return {
    home,
    logs: join(home, "logs"),
    run,
    supervisorFile: join(run, "supervisor.json"),
    partsFile: join(run, "parts.json"),
    startLock: join(run, "start.lock"),
    genesisFile: join(home, "genesis.json"),
  };
}

/** The log file of a part. */
export function logFile(home: string, part: string): string {
  return join(home, "logs", `${part}.log`);
}
