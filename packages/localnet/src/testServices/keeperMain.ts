/**
 * Owns the servers that integration tests share: starts them, waits until nobody has used them for
 * a while (or SIGTERM), stops them and removes their data. Run by `startTestServices` only.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describeError } from "@perpetua/telemetry";
import { identify, type ProcessIdentity } from "../process/identity.js";
import { writeJsonFile } from "../process/jsonFile.js";
import { provision } from "../services/provision.js";
import { hasLiveClient, type KeeperState, stateFile } from "./state.js";

const home = process.argv[2] ?? "";
const IDLE_MS = 10 * 60_000;
const CHECK_MS = 2_000;

async function main(): Promise<void> {
  const keeper = identify(process.pid) ?? { pid: process.pid, startTime: "" };
  const save = (more: Omit<KeeperState, "keeper">) =>
    writeJsonFile(stateFile(home), { keeper, ...more });
  save({ servers: [] });
  const servers = await provision({
    home: join(home, "servers"),
    durable: false,
    progress: (line) => process.stdout.write(`${line}\n`),
  }).catch((error: unknown) => {
    save({ servers: [], error: describeError(error) });
    return undefined;
  });
  if (servers === undefined) return;
  const { databaseUrl, redisUrl, kafkaBrokers } = servers;
  save({
    servers: Object.values(servers.identities) as ProcessIdentity[],
    urls: { postgres: databaseUrl, redis: redisUrl, kafka: kafkaBrokers },
  });

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    rmSync(stateFile(home), { force: true });
    await servers.stop();
    rmSync(home, { recursive: true, force: true });
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  let lastUse = Date.now();
  setInterval(() => {
    if (hasLiveClient(home)) lastUse = Date.now();
    else if (Date.now() - lastUse > IDLE_MS) void end();
  }, CHECK_MS);
}

await main();
