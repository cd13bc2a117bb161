/** Canvas cannot use CSS variables, so it asks for their values once per theme. */
export interface ChartTheme {
  panel: string;
  control: string;
  active: string;
  text: string;
  text2: string;
  text3: string;
  accent: string;
  buy: string;
  sell: string;
  onSide: string;
  warn: string;
  hairline: string;
  grid: string;
  font: string;
}

let lightSystem: MediaQueryList | null = null;
let cached: { key: string; theme: ChartTheme } | null = null;

/** PERF: asked for in every painted frame, so the answer is kept until theme or palette change. */
export function readTheme(): ChartTheme {
  const { theme, palette } = document.documentElement.dataset;
  lightSystem ??= window.matchMedia("(prefers-color-scheme: light)");
  const key = `${theme}|${palette}|${lightSystem.matches}`;
  if (cached?.key !== key) cached = { key, theme: computeTheme() };
  return cached.theme;
}

function computeTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    panel: value("panel"),
    control: value("control"),
    active: value("active"),
    text: value("text"),
    text2: value("text-2"),
    text3: value("text-3"),
    accent: value("accent"),
    buy: value("buy"),
    sell: value("sell"),
    onSide: value("on-side"),
    warn: value("warn"),
    hairline: value("hairline"),
    grid: value("chart-grid"),
    font: value("font"),
  };
}

/** A colour of the theme at some opacity: "#2fc98e", 0.18 → "#2fc98e2e". */
export const fade = (colour: string, opacity: number): string =>
  colour +
  Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0");
