"use client";

import { useEffect, useRef, useState } from "react";
import { useT } from "../../lib/app/context";
import { MarketName } from "./MarketHeader";
import { MarketTable } from "./MarketTable";

/** The market's name opens the list; so does "/" from anywhere on the page (M2). */
export function MarketPicker({ ticker }: { ticker: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const toggle = (): void => setOpen(true);
    document.addEventListener("perpetua:markets", toggle);
    return () => document.removeEventListener("perpetua:markets", toggle);
  }, []);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event): void => {
      const outside = !root.current?.contains(event.target as Node);
      if (event instanceof KeyboardEvent ? event.key === "Escape" : outside) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open]);
  return (
    <div className="menu-anchor" ref={root}>
      <button
        type="button"
        className="market-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <MarketName ticker={ticker} base={ticker.split("-")[0] ?? ticker} />
      </button>
      {open && (
        <div className="popover market-popover" role="dialog" aria-label={t("markets.title")}>
          <MarketTable current={ticker} onPick={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}
