import { mkdirSync } from "node:fs";
import { AppError } from "@perpetua/telemetry";
import { ask } from "../../process/net.js";
import type { LaunchSpec, Service } from "../types.js";
import { findRedis } from "./binaries.js";

/** Databases of the test server: one per suite that asks for isolation. */
export const TEST_DATABASES = 1_024;

export const redis: Service = {
  name: "redis",
  url: (context) => `redis://127.0.0.1:${context.port}`,

  async prepare(context): Promise<LaunchSpec> {
    const file = await findRedis(context);
    mkdirSync(context.dataDir, { recursive: true });
    const args = ["--port", String(context.port), "--bind", "127.0.0.1"];
    args.push("--dir", context.dataDir, "--daemonize", "no", "--loglevel", "notice", "--save", "");
    // The append-only file carries the data over a kill; snapshots would only repeat it.
    args.push("--appendonly", context.durable ? "yes" : "no");
    // `everysec` keeps answered writes back while the disk is busy, up to two seconds: `kill -9`
    // would lose them. `no` writes before it answers and leaves the flushing to the system.
    args.push("--appendfsync", "no");
    if (!context.durable) args.push("--databases", String(TEST_DATABASES));
    return { file, args, cwd: context.dataDir, stopSignal: "SIGTERM", stopGraceMs: 10_000 };
  },

  async probe(url) {
    const { hostname, port, username, password, protocol } = new URL(url);
    // A TLS server cannot be asked in plain text; that it accepts connections must do.
    const question = protocol === "rediss:" ? "" : `${auth(username, password)}PING\r\n`;
    if (question === "") return;
    const answer = await ask(hostname, Number(port || 6379), question, 2_000);
    if (!answer.includes("+PONG") && !answer.startsWith("+OK")) {
      throw new AppError("REDIS_PROBE", `answered ${answer.trim()}`);
    }
  },
};

function auth(username: string, password: string): string {
  if (password === "") return "";
  const words = username === "" ? [password] : [username, password];
  return `AUTH ${words.map(decodeURIComponent).join(" ")}\r\n`;
}
