/** Adapts what ts-proto wrote. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function adaptCodecs(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, adapt(readFileSync(path, "utf8")));
  }
}

function adapt(source) {
  return source;
}
