import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of these programs on the PATH, as an absolute path. */
export function findExecutable(
  names: readonly string[],
  path: string | undefined = process.env.PATH,
): string | undefined {
  for (const name of names) {
    for (const directory of (path ?? "").split(delimiter)) {
      const candidate = join(directory, name);
      if (directory !== "" && isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** True for a file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(code)) return false;
    throw error;
  }
}
