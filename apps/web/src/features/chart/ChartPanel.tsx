"use client";

import { useState } from "react";
import { Check, Tabs } from "../../components/Choice";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { Popover } from "../../components/Popover";
import { useSettings } from "../../lib/app/context";
import type { IndicatorName } from "../../lib/chart/ChartController";
import type { Resolution } from "../../lib/exchange/wire";
import { CandleChart } from "./CandleChart";
import { DepthChart } from "./DepthChart";
import { FundingChart } from "./FundingChart";
import { useFullScreen } from "./useFullScreen";

const RESOLUTIONS: { value: Resolution; label: string }[] = [
  { value: "1MIN", label: "1m" },
  { value: "5MINS", label: "5m" },
  { value: "15MINS", label: "15m" },
  { value: "30MINS", label: "30m" },
  { value: "1HOUR", label: "1h" },
  { value: "4HOURS", label: "4h" },
  { value: "1DAY", label: "1D" },
];
const INDICATORS: readonly IndicatorName[] = ["ma20", "ema50", "vwap", "bands"];
type View = "price" | "depth" | "funding";

export function ChartPanel({ ticker, compact = false }: { ticker: string; compact?: boolean }) {
  const { t, settings, change } = useSettings();
  const { resolution } = settings;
  const [full, toggleFull] = useFullScreen();
  const [view, setView] = useState<View>("price");
  const [indicators, setIndicators] = useState<readonly IndicatorName[]>(["ma20"]);
  return (
    <section
      className={cx("panel area-chart chart-panel", full && "full")}
      aria-label={t("chart.label")}
    >
      <div className="panel-head chart-head">
        <Tabs
          label={t("chart.resolution")}
          value={view === "price" ? resolution : ("" as Resolution)}
          options={compact ? RESOLUTIONS.filter((r) => r.value !== "30MINS") : RESOLUTIONS}
          onChange={(next) => {
            change("resolution", next);
            setView("price");
          }}
        />
        <Popover
          label={t("chart.indicators")}
          className="menu left"
          buttonClass="tab"
          button={() => t("chart.indicators")}
        >
          {() =>
            INDICATORS.map((name) => (
              <div className="menu-item" key={name}>
                <Check
                  label={t(`chart.${name}`)}
                  checked={indicators.includes(name)}
                  onChange={(on) =>
                    setIndicators(
                      on ? [...indicators, name] : indicators.filter((other) => other !== name),
                    )
                  }
                />
              </div>
            ))
          }
        </Popover>
        {!compact && (
          <div className="chart-views">
            <Tabs
              label={t("chart.view")}
              value={view}
              options={[
                { value: "price", label: t("chart.price") },
                { value: "depth", label: t("chart.depth") },
                { value: "funding", label: t("chart.funding") },
              ]}
              onChange={setView}
            />
          </div>
        )}
        <a
          className="attribution"
          href="https://www.tradingview.com/"
          target="_blank"
          rel="noreferrer"
        >
          {t("chart.attribution")}
        </a>
        <button
          type="button"
          className="icon-button"
          aria-pressed={full}
          aria-label={t(full ? "chart.leaveFullScreen" : "chart.fullScreen")}
          title={t(full ? "chart.leaveFullScreen" : "chart.fullScreen")}
          onClick={toggleFull}
        >
          <Icon name={full ? "shrink" : "expand"} size={14} />
        </button>
      </div>
      {view === "price" && (
        <CandleChart
          key={`${ticker}-${resolution}`}
          ticker={ticker}
          resolution={resolution}
          indicators={indicators}
          compact={compact}
        />
      )}
      {view === "depth" && <DepthChart />}
      {view === "funding" && <FundingChart ticker={ticker} />}
    </section>
  );
}
