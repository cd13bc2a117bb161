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
  const given = process.env.CHROMIUM_PATH;
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

export const WEB_URL = (process.env.WEB_URL ?? "http://localhost:3000").replace(/\/$/, "");
