import { seededRandom } from "./seededRandom.js";
import { ADJECTIVES, NOUNS } from "./words.js";

const SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const SUFFIX_LENGTH = 3;

/** The name of an address's subaccount 0: a function of the address alone (indexer.md §6.14). */
export function usernameOf(address: string, attempt: number): string {
  const draw = seededRandom(`${address}/0/${attempt}`);
  const pick = <T>(list: ArrayLike<T>): T => list[Math.floor(draw() * list.length)] as T;
  const words = capitalized(pick(ADJECTIVES)) + capitalized(pick(NOUNS));
  return words + Array.from({ length: SUFFIX_LENGTH }, () => pick(SUFFIX)).join("");
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
