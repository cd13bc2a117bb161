"use client";

import type { ReactNode } from "react";
import { useFeed, useT } from "../../lib/app/context";
import { PhoneTabs } from "../phone/PhoneTabs";
import { Toasts } from "../toasts/Toasts";
import { DialogHost } from "./dialogs";
import { Footer } from "./Footer";
import { Hotkeys } from "./Hotkeys";
import { TopBar } from "./TopBar";
import { useViewport } from "./viewport";

export function Shell({ children }: { children: ReactNode }) {
  const phone = useViewport() === "phone";
  return (
    <>
      {phone ? (
        <div className="phone-shell">
          <ConnectionBanner />
          {children}
          <PhoneTabs />
        </div>
      ) : (
        <div className="shell">
          <TopBar />
          {children}
          <Footer />
        </div>
      )}
      <DialogHost />
      <Toasts />
      <Hotkeys />
    </>
  );
}

/** Phones have no footer, so trouble is said above the page. */
function ConnectionBanner() {
  const t = useT();
  const stream = useFeed("status", (app) => app.health.stream);
  if (stream === "live" || stream === "connecting") return null;
  return (
    <p className="banner" role="status">
      {t(stream === "offline" ? "status.offline" : "status.reconnecting")}
    </p>
  );
}
