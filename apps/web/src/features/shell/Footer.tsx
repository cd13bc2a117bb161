"use client";

import { useState } from "react";
import { cx } from "../../components/cx";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useSettings } from "../../lib/app/context";
import { group } from "../../lib/decimal/format";
import { useLiveness } from "./liveness";

/** The footer tells the truth: block, age of the book, where the oracle price comes from. */
export function Footer() {
  const { t, settings, change } = useSettings();
  const app = useApp();
  const { config } = app;
  const [shortcuts, setShortcuts] = useState(false);
  const prices = useFeed("status", (a) => a.prices);
  const height = useFeed("status", (a) => a.health.height);
  const { tone, key, blockAge } = useLiveness();
  const bookAge = app.bookAgeMs;
  const bookAgeMs = bookAge === null ? null : Math.max(0, bookAge);
  return (
    <footer className="footer">
      <span className="state" role="status">
        <span className={`dot ${tone}`} />
        {t(key)}
      </span>
      {height !== null && (
        <span className={cx(blockAge !== null && blockAge > 4 && "warn")}>
          {t("footer.block")} <b>{group(String(height))}</b>
          {blockAge !== null && ` · ${t("footer.ago", { seconds: blockAge.toFixed(1) })}`}
        </span>
      )}
      {bookAgeMs !== null && (
        <span className={cx(bookAgeMs > 5000 && "warn")}>
          {t("footer.bookAge")} <b>{ageText(bookAgeMs)}</b>
        </span>
      )}
      <span>
        {t("footer.oracle")} <b>{t(prices ? `prices.${prices}` : "prices.unknown")}</b>
      </span>
      <span className="footer-end">
        <button type="button" className="link-button" onClick={() => setShortcuts(true)}>
          {t("footer.shortcuts")}
        </button>
        <button
          type="button"
          className="link-button language"
          aria-label={t("footer.language")}
          title={settings.language === "en" ? "切换到简体中文" : "Switch to English"}
          onClick={() => change("language", settings.language === "en" ? "zh" : "en")}
        >
          <Icon name="globe" size={12} />
          {LANGUAGE_MARKS[settings.language]}
        </button>
        <span>v{config.version}</span>
      </span>
      {shortcuts && <Shortcuts onClose={() => setShortcuts(false)} />}
    </footer>
  );
}

const LANGUAGE_MARKS = { en: "EN", zh: "中文" } as const;

const ageText = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)}\u202fms` : `${(ms / 1000).toFixed(1)}\u202fs`;

const KEYS = [
  ["B / S", "keys.side"],
  ["L / M", "keys.type"],
  [".", "keys.size"],
  ["P", "keys.price"],
  ["[ / ]", "keys.grouping"],
  ["/", "keys.markets"],
  ["F", "keys.favourite"],
  ["↑ ↓ ↵", "keys.book"],
  ["Shift C", "keys.cancelAll"],
  ["?", "keys.help"],
] as const;

export function Shortcuts({ onClose }: { onClose(): void }) {
  const { t } = useSettings();
  return (
    <Dialog title={t("footer.shortcutsTitle")} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <a
        className="dialog-note"
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noreferrer"
      >
        {t("chart.attribution")}
      </a>
    </Dialog>
  );
}
