import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, startTestServices } from "@perpetua/localnet";
import { afterEach, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
/** Nothing listens there. */
const NOBODY = "127.0.0.1:1";

interface LogRecord {
  readonly level: string;
  readonly msg: string;
  readonly error?: string;
}

class Program {
  readonly child: ChildProcess;
  private text = "";

  constructor(service: string, variables: Readonly<Record<string, string>>) {
    const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
    const args = ["--conditions=source", "--import", "tsx", MAIN, service];
    const stdio = ["ignore", "pipe", "pipe"] as const;
    this.child = spawn(process.execPath, args, {
      env: { ...env, ...variables },
      stdio: [...stdio],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (data) => {
        this.text += data;
      });
    }
  }

  /** Everything it printed; every line must be a record. */
  records(): LogRecord[] {
    const lines = this.text.split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as LogRecord);
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, "exit");
    return this.child.exitCode;
  }
}

let program: Program | undefined;
afterEach(() => {
  program?.child.kill("SIGKILL");
});

test("an invalid variable ends the start with one record that names it", async () => {
  program = new Program("ender", {
    OPS_PORT: "many",
    DATABASE_URL: "nonsense",
    REDIS_URL: "http://localhost",
    KAFKA_BROKERS: "localhost",
  });
  expect(await program.exitCode()).toBe(1);
  const [record, ...others] = program.records();
  expect(others).toEqual([]);
  expect(record).toMatchObject({ level: "fatal", code: "BAD_OPTIONS" });
  for (const rule of [
    "OPS_PORT must be a whole number",
    "DATABASE_URL must be an address like postgresql://",
    "REDIS_URL must be an address like redis://",
    "KAFKA_BROKERS must be host:port",
  ]) {
    expect(record?.msg).toContain(rule);
  }
}, 60_000);

test.each([
  ["redis", "redis does not answer, trying on"],
  ["kafka", "kafka does not answer, trying on"],
])(
  "an absent %s is told without end and without noise",
  async (absent, message) => {
    const services = await startTestServices();
    try {
      program = new Program("vulcan", {
        OPS_PORT: String(await freePort()),
        DATABASE_URL: services.databaseUrl,
        REDIS_URL: absent === "redis" ? `redis://${NOBODY}` : services.redisUrl,
        KAFKA_BROKERS: NOBODY,
      });
      const { child } = program;
      const told = () => program?.records().filter(({ msg }) => msg === message) ?? [];
      await expect.poll(told, { timeout: 60_000 }).not.toEqual([]);
      await sleep(4_000);
      expect(told().length).toBeLessThanOrEqual(4);
      expect(told()[0]?.error).toContain(NOBODY);
      expect(program.records().some(({ level }) => level === "fatal")).toBe(false);
      child.kill("SIGTERM");
      expect(await program.exitCode()).toBe(0);
    } finally {
      await services.stop();
    }
  },
  120_000,
);
