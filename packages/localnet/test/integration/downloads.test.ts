import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { downloadArtifact } from "../../src/services/artifacts.js";
import { findKafkaJars } from "../../src/services/kafka/findKafka.js";
import { KAFKA_JARS } from "../../src/services/kafka/kafkaJars.js";
import { readZipEntry } from "../../src/services/redis/zip.js";

const directory = mkdtempSync(join(tmpdir(), "perpetua-downloads-"));
const content = Buffer.from("a jar");
const sha256 = createHash("sha256").update(content).digest("hex");
const cacheDir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "perpetua");
let server: Server;
let repository: string;
let jars: string;

/** A Maven repository of our own, with the broker's real jars. */
beforeAll(async () => {
  jars = await findKafkaJars({ cacheDir, progress: () => {} });
  server = createServer((request, response) => {
    if (request.url === "/x/probe.jar") return response.end(content);
    const file = join(jars, basename(request.url ?? ""));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.end(readFileSync(file));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 600_000);
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

test("an artifact is kept when its checksum agrees, and only then", async () => {
  await downloadArtifact({ path: "x/probe.jar", sha256 }, directory, repository);
  expect(readFileSync(join(directory, "probe.jar"), "utf8")).toBe("a jar");
  const other = join(directory, "other");
  const wrong = { path: "x/probe.jar", sha256: "0".repeat(64) };
  await expect(downloadArtifact(wrong, other, repository)).rejects.toThrow(/has SHA-256/);
  expect(existsSync(join(other, "probe.jar"))).toBe(false);
  const missing = { path: "x/none.jar", sha256 };
  await expect(downloadArtifact(missing, other, repository)).rejects.toThrow(/answered 404/);
});

test("without Maven the broker's jars come straight from the repository, once", async () => {
  const lines: string[] = [];
  const options = { cacheDir: directory, repository, useMaven: false };
  const progress = (line: string) => lines.push(line);
  const libs = await findKafkaJars({ ...options, progress });
  for (const jar of KAFKA_JARS) expect(existsSync(join(libs, basename(jar.path)))).toBe(true);
  expect(lines[0]).toMatch(/from Maven Central/);
  lines.length = 0;
  expect(await findKafkaJars({ ...options, progress })).toBe(libs);
  expect(lines).toEqual([]);
});

test("a file is read out of a zip archive, stored or deflated", () => {
  const archive = zip([
    { name: "a.txt", body: Buffer.from("stored"), method: 0 },
    { name: "b.txt", body: Buffer.from("deflated ".repeat(50)), method: 8 },
  ]);
  expect(readZipEntry(archive, "a.txt").toString()).toBe("stored");
  expect(readZipEntry(archive, "b.txt").toString()).toBe("deflated ".repeat(50));
  expect(() => readZipEntry(archive, "c.txt")).toThrow(/has no c.txt/);
  expect(() => readZipEntry(Buffer.from("no zip at all, but long enough"), "a")).toThrow(
    /not a zip/,
  );
});

/** The zip format's local headers, central directory and end record. */
function zip(files: readonly { name: string; body: Buffer; method: number }[]): Buffer {
  const locals: Buffer[] = [];
  const directoryEntries: Buffer[] = [];
  let offset = 0;
  for (const { name, body, method } of files) {
    const data = method === 8 ? deflateRawSync(body) : body;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    directoryEntries.push(entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const central = Buffer.concat(directoryEntries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
