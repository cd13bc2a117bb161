import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { type MessageKey, translate } from "../i18n/translate";
import { readSettings, type Settings } from "./settings";

/** What the person of this request has chosen; server side only. */
export async function requestSettings(): Promise<Settings> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return readSettings((name) => jar.get(name)?.value, head.get("accept-language") ?? "");
}

/** A page's title in the language of the request. */
export async function titled(key: MessageKey): Promise<Metadata> {
  const { language } = await requestSettings();
  return { title: `${translate(language, key)} · Perpetua` };
}
