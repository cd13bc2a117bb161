import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** A Lua script with the hash under which Redis caches it. */
export interface Script {
  readonly name: string;
  readonly keyCount: number;
  readonly lua: string;
  readonly sha1: string;
}

const registry: Script[] = [];

/** Declares a script; all declared scripts are loaded at each (re)connect. */
export function defineScript(name: string, keyCount: number, lua: string): Script {
  const script = { name, keyCount, lua, sha1: createHash("sha1").update(lua).digest("hex") };
  registry.push(script);
  return script;
}

/** SCRIPT LOAD of every script; Redis must compute the same hash as we did. */
export async function loadScripts(redis: Redis): Promise<void> {
  await Promise.all(
    registry.map(async ({ name, lua, sha1 }) => {
      const loaded = await redis.script("LOAD", lua);
      if (loaded !== sha1) throw new Error(`script ${name}: Redis says ${loaded}, we ${sha1}`);
    }),
  );
}

/** EVALSHA, or EVAL when the server has forgotten its scripts (restart, SCRIPT FLUSH). */
export async function runScript(
  redis: Redis,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const count = script.keyCount < 0 ? keys.length : script.keyCount;
  if (count !== keys.length) {
    throw new Error(`script ${script.name} takes ${count} keys, got ${keys.length}`);
  }
  try {
    return await redis.evalsha(script.sha1, count, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return redis.eval(script.lua, count, ...keys, ...args);
  }
}
