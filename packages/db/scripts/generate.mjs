// Generates the Prisma client. Generation is WASM; the CLI only insists that a schema engine file
// exists, so it is pointed at Node itself and downloads nothing (platform.md).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const prismaPackage = createRequire(import.meta.url).resolve("prisma/package.json");
const schema = join(root, "prisma/schema");
const generated = join(root, "src/generated");
const stamp = join(generated, ".inputs");

// Generating replaces the files under readers' feet, so it happens only when an input has changed.
const inputs = createHash("sha256").update(readFileSync(prismaPackage));
for (const file of readdirSync(schema).sort()) inputs.update(readFileSync(join(schema, file)));
const digest = inputs.digest("hex");
const current =
  existsSync(join(generated, "client.ts")) &&
  existsSync(stamp) &&
  readFileSync(stamp, "utf8") === digest;

if (!current) {
  const prisma = join(dirname(prismaPackage), "build/index.js");
  const result = spawnSync(process.execPath, [prisma, "generate"], {
    cwd: root,
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
    encoding: "utf8",
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, digest);
}
