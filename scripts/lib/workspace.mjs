/** Where things are: the checkout and its workspaces. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** `{ name, short, dir }` of every package and app. */
export function workspaces() {
  return ["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((short) => ({ short, dir: join(root, group, short) }))
      .filter(({ dir }) => existsSync(join(dir, "package.json")))
      .map(({ short, dir }) => {
        const { name } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
        return { name, short, dir };
      }),
  );
}

export const localnetCli = join(root, "packages/localnet/dist/cli/main.js");
