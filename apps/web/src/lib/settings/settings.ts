import { RESOLUTION_SECONDS, type Resolution } from "../exchange/wire";

/** What a person chose about the screen; kept in cookies so that the server renders it at once. */
export const THEMES = ["dark", "light", "system"] as const;
export const LANGUAGES = ["en", "zh"] as const;
export const PALETTES = ["greenUp", "redUp", "colourBlind"] as const;
export type Theme = (typeof THEMES)[number];
export type Language = (typeof LANGUAGES)[number];
export type Palette = (typeof PALETTES)[number];

export interface Settings {
  theme: Theme;
  language: Language;
  palette: Palette;
  /** Time per bar of the chart. */
  resolution: Resolution;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "dark",
  language: "en",
  palette: "greenUp",
  resolution: "1MIN",
};
const RESOLUTIONS = Object.keys(RESOLUTION_SECONDS) as Resolution[];
const YEAR_SECONDS = 31_536_000;

const oneOf = <T extends string>(allowed: readonly T[], value: string | undefined, other: T): T =>
  allowed.includes(value as T) ? (value as T) : other;

/** Reads settings from cookies; anything unknown falls back to the default. */
export function readSettings(
  cookie: (name: string) => string | undefined,
  acceptLanguage = "",
): Settings {
  const preferred: Language = /^\s*zh\b/i.test(acceptLanguage) ? "zh" : DEFAULT_SETTINGS.language;
  return {
    theme: oneOf(THEMES, cookie("theme"), DEFAULT_SETTINGS.theme),
    language: oneOf(LANGUAGES, cookie("language"), preferred),
    palette: oneOf(PALETTES, cookie("palette"), DEFAULT_SETTINGS.palette),
    resolution: oneOf(RESOLUTIONS, cookie("resolution"), DEFAULT_SETTINGS.resolution),
  };
}

/** Browser side: stores one choice and shows it at once. */
export function applySetting<K extends keyof Settings>(key: K, value: Settings[K]): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  // yet.
  document.cookie = `${key}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  const root = document.documentElement;
  if (key === "theme") root.dataset.theme = value;
  if (key === "palette") root.dataset.palette = value;
  if (key === "language") root.lang = value === "zh" ? "zh-CN" : "en";
}
