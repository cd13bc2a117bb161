import { byteLength, type Rejection } from "../state/index.js";
import { invalidRequest } from "./errors.js";
import type { Description } from "./state.js";

/** Most bytes of each member, with its name in the refusal, in Cosmos's order. */
const LIMITS: readonly (readonly [keyof Description, string, number])[] = [
  ["moniker", "moniker", 70],
  ["identity", "identity", 3_000],
  ["website", "website", 140],
  ["securityContact", "security contact", 140],
  ["details", "details", 280],
];

/** Refuses a validator's description of which a member is too long. */
export function descriptionRejection(description: Description): Rejection | undefined {
  for (const [member, name, max] of LIMITS) {
    const length = byteLength(description[member]);
    if (length > max) return invalidRequest(`invalid ${name} length; got: ${length}, max: ${max}`);
  }
  return undefined;
}
