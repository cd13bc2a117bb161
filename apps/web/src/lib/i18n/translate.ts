import type { Language } from "../settings/settings";
import { en } from "./en";
import { zh } from "./zh";

export type MessageKey = keyof typeof en;
export type Params = Readonly<Record<string, string | number>>;
export interface Message {
  key: MessageKey;
  params?: Params;
}
export type Translate = (key: MessageKey, params?: Params) => string;

const DICTIONARIES: Record<Language, Record<MessageKey, string>> = { en, zh };

/** Whole sentences with named holes; nothing is glued together from parts. */
export function translate(language: Language, key: MessageKey, params: Params = {}): string {
  return DICTIONARIES[language][key].replace(/\{(\w+)\}/g, (hole, name: string) =>
    String(params[name] ?? hole),
  );
}
