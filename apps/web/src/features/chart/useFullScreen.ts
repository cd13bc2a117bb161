"use client";

import { useEffect, useState } from "react";

/**
 * A panel over the whole page, and the page over the whole screen where the browser allows it (a
 * phone's does not). The page itself goes full screen, so that toasts and dialogs stay visible. Esc
 * leaves.
 */
export function useFullScreen(): [full: boolean, toggle: () => void] {
  const [full, setFull] = useState(false);
  useEffect(() => {
    if (!full) return;
    const onChange = (): void => {
      if (!document.fullscreenElement) setFull(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) setFull(false);
    };
    document.addEventListener("fullscreenchange", onChange);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      document.removeEventListener("keydown", onKey);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [full]);
  const toggle = (): void => {
    setFull(!full);
    // A refusal leaves the panel over the page, which is as good as it gets there.
    if (!full) document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  return [full, toggle];
}
