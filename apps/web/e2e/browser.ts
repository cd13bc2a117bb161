import { existsSync } from "node:fs";
import { platform } from "node:os";

/** Where an installed Chromium or Chrome usually is; Playwright's own download is not used. */
const CANDIDATES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

export function chromiumPath(): string {
  const given = process.env.CHROMIUM_PATH ?? process.env.PERPETUA_CHROMIUM;
  const found = given ?? CANDIDATES[platform()]?.find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium or Chrome found; install one or set CHROMIUM_PATH");
  return found;
}

export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * `WEB_URL`, else what `npm test` says of its stack (PERPETUA_STATUS), else the contract's port.
 */
function webUrl(): string {
  const status = process.env.PERPETUA_STATUS;
  const ofStack = status
    ? (JSON.parse(status) as { urls?: { web?: string } }).urls?.web
    : undefined;
  return (process.env.WEB_URL ?? ofStack ?? "http://localhost:3000").replace(/\/$/, "");
}

export const WEB_URL = webUrl();
