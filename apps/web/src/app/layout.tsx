import type { Metadata, Viewport as NextViewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "../features/shell/Shell";
import { ViewportProvider } from "../features/shell/viewport";
import { AppProvider } from "../lib/app/context";
import { readPublicConfig } from "../lib/config/env";
import { requestSettings } from "../lib/settings/requestSettings";
import "../styles/index.css";

export const metadata: Metadata = {
  title: "Perpetua",
  description: "Perpetual futures on an open order book.",
};

const PANEL_COLOURS = { dark: "#12161d", light: "#ffffff" } as const;

/** The browser's own frame takes the colour of the bar below it. */
export async function generateViewport(): Promise<NextViewport> {
  const { theme } = await requestSettings();
  const themeColor =
    theme === "system"
      ? (["dark", "light"] as const).map((scheme) => ({
          media: `(prefers-color-scheme: ${scheme})`,
          color: PANEL_COLOURS[scheme],
        }))
      : PANEL_COLOURS[theme];
  return { width: "device-width", initialScale: 1, viewportFit: "cover", themeColor };
}

const PHONE = /\b(iPhone|Android.*Mobile|Mobile Safari)\b/;

/** The page is rendered per request: it carries a nonce, the endpoints and a person's settings. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [settings, head] = await Promise.all([requestSettings(), headers()]);
  const phone = PHONE.test(head.get("user-agent") ?? "");
  const hostname = (head.get("host") ?? "localhost").replace(/:\d+$/, "");
  return (
    <html
      lang={settings.language === "zh" ? "zh-CN" : "en"}
      data-theme={settings.theme}
      data-palette={settings.palette}
    >
      <body>
        <AppProvider config={readPublicConfig()} settings={settings} hostname={hostname}>
          <ViewportProvider initial={phone ? "phone" : "desktop"}>
            <Shell>{children}</Shell>
          </ViewportProvider>
        </AppProvider>
      </body>
    </html>
  );
}
