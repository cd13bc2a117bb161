"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Logo } from "../../components/Icon";
import { useFeed, useT } from "../../lib/app/context";
import type { MessageKey } from "../../lib/i18n/translate";
import { FaucetButton } from "../funds/FaucetButton";
import { WalletButton } from "../wallet/WalletButton";
import { useLiveness } from "./liveness";
import { SettingsMenu } from "./SettingsMenu";

/** Only pages that exist are named; the rest join when they do. */
const PAGES: { href: string; match: string; label: MessageKey }[] = [
  { href: "/", match: "/trade", label: "nav.trade" },
  { href: "/markets", match: "/markets", label: "nav.markets" },
  { href: "/portfolio", match: "/portfolio", label: "nav.portfolio" },
];

export function TopBar() {
  const t = useT();
  const path = usePathname();
  return (
    <header className="topbar">
      <Link href="/" className="brand">
        <Logo />
        Perpetua
      </Link>
      <nav className="nav" aria-label={t("nav.label")}>
        {PAGES.map((page) => (
          <Link
            key={page.match}
            href={page.href}
            aria-current={path.startsWith(page.match) ? "page" : undefined}
          >
            {t(page.label)}
          </Link>
        ))}
      </nav>
      <div className="topbar-end">
        <NetworkChip />
        <FaucetButton className="chip" />
        <WalletButton />
        <SettingsMenu />
      </div>
    </header>
  );
}

function NetworkChip() {
  const t = useT();
  const name = useFeed("status", (app) => app.config.networkName);
  const latency = useFeed("status", (app) => app.health.latencyMs);
  const { tone } = useLiveness();
  return (
    <span className="chip" title={t("status.latencyHint")}>
      <span className={`dot ${tone}`} />
      {name}
      {latency !== null && <b>{t("status.ms", { ms: latency })}</b>}
    </span>
  );
}
