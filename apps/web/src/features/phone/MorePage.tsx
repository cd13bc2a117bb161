"use client";

import { useApp, useFeed, useT } from "../../lib/app/context";
import { group } from "../../lib/decimal/format";
import { FaucetButton } from "../funds/FaucetButton";
import { useLiveness } from "../shell/liveness";
import { SettingsForm } from "../shell/SettingsMenu";
import { WalletButton, WalletMenu } from "../wallet/WalletButton";

export function MorePage() {
  const t = useT();
  const app = useApp();
  const unlocked = useFeed("wallet", (a) => a.wallet.phase === "unlocked");
  const prices = useFeed("status", (a) => a.prices);
  const height = useFeed("status", (a) => a.health.height);
  const latency = useFeed("status", (a) => a.health.latencyMs);
  const { tone, key } = useLiveness();
  return (
    <main className="page more-page">
      <section className="panel">
        <h1 className="section-title">{t("wallet.title")}</h1>
        {unlocked ? <WalletMenu onPick={() => undefined} /> : <WalletButton />}
        <FaucetButton className="button block" />
      </section>
      <section className="panel">
        <h2 className="section-title">{t("settings.title")}</h2>
        <SettingsForm />
      </section>
      <section className="panel">
        <h2 className="section-title">{t("more.status")}</h2>
        <dl className="preview">
          <div>
            <dt>{app.config.networkName}</dt>
            <dd>
              <span className={`dot ${tone}`} /> {t(key)}
            </dd>
          </div>
          <div>
            <dt>{t("footer.block")}</dt>
            <dd>{height === null ? "—" : group(String(height))}</dd>
          </div>
          <div>
            <dt>{t("more.latency")}</dt>
            <dd>{latency === null ? "—" : t("status.ms", { ms: latency })}</dd>
          </div>
          <div>
            <dt>{t("footer.oracle")}</dt>
            <dd>{t(prices ? `prices.${prices}` : "prices.unknown")}</dd>
          </div>
        </dl>
      </section>
    </main>
  );
}
