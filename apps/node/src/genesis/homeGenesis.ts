import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Exchange } from "@perpetua/engine";
import { AppError, type Logger } from "@perpetua/telemetry";
import { syncFolder } from "../chain/blockSegment.js";
import type { NodeOptions } from "../options/node.js";
import { hasEpochs, localGenesis } from "./localGenesis.js";

type GenesisOptions = Pick<NodeOptions, "home" | "genesisFile" | "epochs">;

/**
 * The genesis of this home: what it was started with before, else the given file, else a new local
 * network.
 */
export function loadGenesis(options: GenesisOptions, logger: Logger): unknown {
  const path = join(options.home, "genesis.json");
  const genesis = existsSync(path)
    ? storedGenesis(path, options)
    : newGenesis(path, options, logger);
  if (options.epochs !== undefined && !hasEpochs(genesis, options.epochs)) {
    throw new AppError(
      "EPOCHS_CHANGED",
      `${options.home} was started with other epochs; start with --fresh`,
    );
  }
  return genesis;
}

function storedGenesis(path: string, { home, genesisFile }: GenesisOptions): unknown {
  const stored = readGenesis(path);
  const given = genesisFile === undefined ? stored : readGenesis(genesisFile);
  if (JSON.stringify(stored) !== JSON.stringify(given)) {
    throw new AppError(
      "GENESIS_CHANGED",
      `${home} was started from another genesis; start with --fresh`,
    );
  }
  return stored;
}

/** A file that no chain can start from must not become this home's own. */
function newGenesis(path: string, { genesisFile, epochs }: GenesisOptions, logger: Logger) {
  const genesis =
    genesisFile === undefined ? localGenesis(new Date(), epochs) : readGenesis(genesisFile);
  try {
    Exchange.genesis(genesis);
  } catch (cause) {
    const text = `no chain can start from ${genesisFile ?? "the local network's genesis"}`;
    throw new AppError("GENESIS_INVALID", text, { cause });
  }
  writeDurably(path, JSON.stringify(genesis));
  logger.info({ file: genesisFile ?? "local network" }, "new chain");
  return genesis;
}

function readGenesis(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const text = `genesis file ${path} (PERPETUA_GENESIS) cannot be read`;
    throw new AppError("GENESIS_UNREADABLE", text, { cause });
  }
}

/** The file is there whole or not at all, whenever the machine stops. */
function writeDurably(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, text, { flush: true });
  renameSync(temporary, path);
  syncFolder(dirname(path));
}
