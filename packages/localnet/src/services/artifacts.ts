import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "@perpetua/telemetry";

/** A file of a Maven repository with its pinned checksum. */
export interface Artifact {
  /** Path below the repository's root. */
  readonly path: string;
  readonly sha256: string;
}

export const MAVEN_CENTRAL = "https://repo1.maven.org/maven2";

export function artifactFile(directory: string, artifact: Artifact): string {
  return join(directory, basename(artifact.path));
}

/** The first artifact whose file in this folder is missing or differs from its checksum. */
export function firstBadArtifact(
  directory: string,
  artifacts: readonly Artifact[],
): Artifact | undefined {
  return artifacts.find((artifact) => {
    const file = artifactFile(directory, artifact);
    return !existsSync(file) || sha256(readFileSync(file)) !== artifact.sha256;
  });
}

/** Fetches an artifact over HTTPS; nothing is kept unless its checksum agrees. */
export async function downloadArtifact(
  artifact: Artifact,
  directory: string,
  repository: string = MAVEN_CENTRAL,
): Promise<void> {
  const url = `${repository}/${artifact.path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(120_000) }).catch((cause) => {
    throw new AppError("DOWNLOAD", `cannot fetch ${url}`, { cause });
  });
  if (!response.ok) throw new AppError("DOWNLOAD", `${url} answered ${response.status}`);
  const content = Buffer.from(await response.arrayBuffer());
  const actual = sha256(content);
  if (actual !== artifact.sha256) {
    throw new AppError("CHECKSUM", `${url} has SHA-256 ${actual}, expected ${artifact.sha256}`);
  }
  const file = artifactFile(directory, artifact);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
