"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Icon, type IconName } from "../../components/Icon";
import { useT } from "../../lib/app/context";
import type { MessageKey } from "../../lib/i18n/translate";

const TABS: { href: string; match: string; icon: IconName; label: MessageKey }[] = [
  { href: "/markets", match: "/markets", icon: "markets", label: "nav.markets" },
  { href: "/", match: "/trade", icon: "trade", label: "nav.trade" },
  { href: "/positions", match: "/positions", icon: "positions", label: "nav.positions" },
  { href: "/portfolio", match: "/portfolio", icon: "portfolio", label: "nav.portfolio" },
  { href: "/more", match: "/more", icon: "more", label: "nav.more" },
];

export function PhoneTabs() {
  const t = useT();
  const path = usePathname();
  return (
    <nav className="phone-tabs" aria-label={t("nav.label")}>
      {TABS.map((tab) => (
        <Link
          key={tab.match}
          href={tab.href}
          aria-current={path.startsWith(tab.match) ? "page" : undefined}
        >
          <Icon name={tab.icon} size={22} />
          {t(tab.label)}
        </Link>
      ))}
    </nav>
  );
}
