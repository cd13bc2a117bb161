import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "@perpetua/telemetry";
import { syncFolder } from "./blockSegment.js";

const KEEP = 2;
const DIGEST_BYTES = 32;

/**
 * State snapshots as files: SHA-256, then the engine's bytes. Written to a temporary name first, so
 * a crash never leaves half of one.
 */
export class SnapshotStore {
  constructor(
    private readonly folder: string,
    private readonly logger: Logger,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  async save(height: number, bytes: Uint8Array): Promise<void> {
    const path = this.path(height);
    const file = await open(`${path}.tmp`, "w");
    try {
      await file.write(createHash("sha256").update(bytes).digest());
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    syncFolder(this.folder);
    for (const old of this.heights().slice(KEEP)) rmSync(this.path(old));
    this.logger.info({ height, bytes: bytes.length }, "snapshot written");
  }

  /** The newest intact snapshot at or below `maxHeight`. */
  newest(maxHeight: number): { height: number; bytes: Uint8Array } | undefined {
    for (const height of this.heights()) {
      if (height > maxHeight) continue;
      const bytes = this.load(height);
      if (bytes !== undefined) return { height, bytes };
      this.logger.warn({ height }, "snapshot is damaged, trying an older one");
    }
    return undefined;
  }

  private load(height: number): Uint8Array | undefined {
    if (!existsSync(this.path(height))) return undefined;
    const file = readFileSync(this.path(height));
    const bytes = file.subarray(DIGEST_BYTES);
    const digest = createHash("sha256").update(bytes).digest();
    return digest.equals(file.subarray(0, DIGEST_BYTES)) ? new Uint8Array(bytes) : undefined;
  }

  /** Heights of all snapshots, newest first. */
  private heights(): number[] {
    return readdirSync(this.folder)
      .map((name) => /^state-(\d+)\.snapshot$/.exec(name)?.[1])
      .filter((n) => n !== undefined)
      .map(Number)
      .sort((a, b) => b - a);
  }

  private path(height: number): string {
    return join(this.folder, `state-${height}.snapshot`);
  }
}
