import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@perpetua/telemetry";
import { withFileLock } from "../../process/fileLock.js";
import { findExecutable } from "../../process/findExecutable.js";
import { run } from "../../process/run.js";
import { downloadArtifact, firstBadArtifact } from "../artifacts.js";
import { KAFKA_JARS, KAFKA_VERSION, SLF4J_VERSION } from "./kafkaJars.js";

const MIN_JAVA = 17;

export interface FindKafkaOptions {
  readonly cacheDir: string;
  readonly progress: (line: string) => void;
  /** Replaced in tests. */
  readonly repository?: string;
  readonly useMaven?: boolean;
}

/** Java 17 or newer; undefined when there is none. */
export async function findJava(): Promise<string | undefined> {
  const home = process.env.JAVA_HOME;
  const fromHome = home === undefined ? undefined : findExecutable(["java"], join(home, "bin"));
  const java = fromHome ?? findExecutable(["java"]);
  if (java === undefined) return undefined;
  const { stderr, stdout } = await run(java, ["-version"]);
  const major = Number(/version "(\d+)/.exec(stderr + stdout)?.[1] ?? "0");
  return major >= MIN_JAVA ? java : undefined;
}

/** The folder with the broker's jars: cached, else from Maven, else straight from Maven Central. */
export async function findKafkaJars(options: FindKafkaOptions): Promise<string> {
  const directory = join(options.cacheDir, `kafka-${KAFKA_VERSION}`);
  const libs = join(directory, "libs");
  // Hashing 44 MB takes a quarter of a second, so it is done when jars arrive, not at each start.
  const verified = join(directory, "verified");
  if (existsSync(verified)) return libs;
  mkdirSync(directory, { recursive: true });
  return withFileLock(join(directory, "lock"), async () => {
    if (!existsSync(verified)) {
      if (firstBadArtifact(libs, KAFKA_JARS) !== undefined) await fetchJars(options, libs);
      const bad = firstBadArtifact(libs, KAFKA_JARS);
      if (bad !== undefined) {
        rmSync(libs, { recursive: true, force: true });
        throw new AppError("CHECKSUM", `${bad.path} is missing or differs from its SHA-256`);
      }
      writeFileSync(verified, `${KAFKA_JARS.length} jars\n`);
    }
    return libs;
  });
}

async function fetchJars(options: FindKafkaOptions, libs: string): Promise<void> {
  const maven = options.useMaven === false ? undefined : findExecutable(["mvn"]);
  if (maven !== undefined) {
    options.progress(`fetching Kafka ${KAFKA_VERSION} with Maven (44 MB, once)`);
    try {
      return await fetchWithMaven(maven, libs);
    } catch (error) {
      options.progress(`Maven could not: ${(error as Error).message}`);
    }
  }
  options.progress(`fetching Kafka ${KAFKA_VERSION} from Maven Central (44 MB, once)`);
  mkdirSync(libs, { recursive: true });
  let done = 0;
  for (const jar of KAFKA_JARS) {
    await downloadArtifact(jar, libs, options.repository);
    done += 1;
    if (done % 10 === 0) options.progress(`${done} of ${KAFKA_JARS.length} jars`);
  }
}

async function fetchWithMaven(maven: string, libs: string): Promise<void> {
  const directory = join(libs, "..");
  writeFileSync(join(directory, "pom.xml"), pom());
  const goal = "dependency:copy-dependencies";
  const args = ["-q", "-B", goal, "-DincludeScope=runtime", "-DoutputDirectory=libs"];
  await run(maven, args, { cwd: directory, timeoutMs: 600_000 });
}

function pom(): string {
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project><modelVersion>4.0.0</modelVersion>
<groupId>perpetua</groupId><artifactId>kafka</artifactId><version>1</version><dependencies>
${dependency("org.apache.kafka", "kafka_2.13", KAFKA_VERSION)}
${dependency("org.slf4j", "slf4j-simple", SLF4J_VERSION)}
</dependencies></project>
`;
}
