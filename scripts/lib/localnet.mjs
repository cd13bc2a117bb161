/** Hands over to the compiled localnet program, in this process. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { localnetCli } from "./workspace.mjs";

export const isLocalnetBuilt = () => existsSync(localnetCli);

export async function runLocalnet(command, args) {
  process.argv = [process.argv[0], localnetCli, command, ...args];
  await import(pathToFileURL(localnetCli).href);
}
