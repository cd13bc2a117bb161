import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, chromiumPath, WEB_URL } from "./browser";

/** Runs over a stack that is already up; `WEB_URL` says where. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    baseURL: WEB_URL,
    actionTimeout: 30_000,
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_FLAGS },
  },
  projects: [
    { name: "desktop", testIgnore: /phone/, use: { viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      testMatch: /phone/,
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
});
