import { createHash } from "node:crypto";

const HASH_LENGTH = 27;

/** Weak tag of a body: its length and a hash. */
export function weakEtag(body: string): string {
  const hash = createHash("sha1").update(body).digest("base64").slice(0, HASH_LENGTH);
  return `W/"${Buffer.byteLength(body).toString(16)}-${hash}"`;
}

function bare(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}

/** Whether `If-None-Match` names this tag (weak comparison). */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => bare(tag.trim()) === bare(etag));
}
