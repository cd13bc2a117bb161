"use client";

import { Field } from "../../components/Field";
import { useApp, useT } from "../../lib/app/context";
import {
  type Dec,
  decimalsOf,
  div,
  mul,
  roundTo,
  toNumber,
  toText,
  ZERO,
} from "../../lib/decimal/dec";
import { formatSize, formatUsd, parseInput } from "../../lib/decimal/format";
import { isBlocking, type Problem } from "../../lib/ticket/problems";
import type { SizeUnit } from "../../lib/ticket/TicketStore";
import type { TicketModel } from "./useTicket";

const MARKS = [0, 25, 50, 75, 100];

export function SizeField({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market, order, preview } = model;
  const update = (patch: { size?: string; unit?: SizeUnit }): void =>
    app.ticket.update(market.ticker, patch);
  const percent = draft.unit === "percent";
  const shown = percent
    ? order.size > ZERO
      ? toText(order.size, decimalsOf(market.step))
      : ""
    : draft.size;
  const fixed = (size: Dec): void => update({ size: toText(size), unit: "base" });
  return (
    <div className="size-field">
      <Field
        name="size"
        label={t("ticket.size")}
        value={shown}
        numeric
        placeholder={draft.unit === "quote" ? "0.00" : toText(ZERO, decimalsOf(market.step))}
        onChange={(size) => update(percent ? { size, unit: "base" } : { size })}
        onBlur={() => {
          const typed = parseInput(draft.size);
          if (typed !== null && draft.unit === "base") {
            update({ size: toText(roundTo(typed, market.step, "down"), decimalsOf(market.step)) });
          }
        }}
        helper={
          order.size > ZERO && (
            <span>
              ≈{" "}
              {draft.unit === "quote"
                ? `${formatSize(order.size, market.step)} ${market.base}`
                : formatUsd(preview.notional)}
            </span>
          )
        }
        unit={
          <select
            className="mini-select"
            aria-label={t("ticket.unit")}
            value={percent ? "base" : draft.unit}
            onChange={(event) => update({ unit: event.target.value as SizeUnit, size: "" })}
          >
            <option value="base">{market.base}</option>
            <option value="quote">USD</option>
          </select>
        }
        bad={model.problems.some((p) => isSizeProblem(p) && isBlocking(p))}
        note={<SizeNote model={model} onFix={fixed} />}
      />
      <SizeSlider model={model} />
    </div>
  );
}

type SizeProblem = Extract<Problem, { fixSize: Dec }>;
const hasFix = (problem: Problem): problem is SizeProblem => "fixSize" in problem;
/** Kinds that the size field marks as wrong. */
const isSizeProblem = (problem: Problem): boolean =>
  hasFix(problem) || problem.kind === "sizeInvalid" || problem.kind === "sizeZero";

function SizeNote({ model, onFix }: { model: TicketModel; onFix(size: Dec): void }) {
  const t = useT();
  const { market, problems } = model;
  const unreadable = problems.find((p) => p.kind === "sizeInvalid" || p.kind === "sizeZero");
  if (unreadable) return <>{t(`problem.${unreadable.kind}`)}</>;
  const fixable = problems.filter(hasFix);
  const problem = fixable.find(isBlocking) ?? fixable[0];
  if (!problem) return null;
  const size = formatSize(problem.fixSize, market.step);
  return (
    <>
      {t(`problem.${problem.kind}`, { size, base: market.base, step: market.stepText })}
      <button type="button" className="link-button" onClick={() => onFix(problem.fixSize)}>
        {t("fix.size", { size })}
      </button>
    </>
  );
}

/** Share of the true maximum: margin, fees and the book are already in it (T6). */
function SizeSlider({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market, order, maxSize } = model;
  const share =
    draft.unit === "percent"
      ? toNumber(parseInput(draft.size) ?? ZERO)
      : maxSize > ZERO
        ? Math.min(100, toNumber(mul(div(order.size, maxSize), (100n * 10n ** 24n) as Dec)))
        : 0;
  const set = (percent: number): void =>
    app.ticket.update(
      market.ticker,
      percent === 0 ? { size: "", unit: "base" } : { size: String(percent), unit: "percent" },
    );
  return (
    <div className="slider">
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        value={Math.round(share)}
        aria-label={t("ticket.share")}
        aria-valuetext={`${Math.round(share)} %`}
        disabled={maxSize === ZERO}
        // The track is drawn from this share; a CSS variable set by script is allowed by the CSP.
        ref={(element) => element?.style.setProperty("--share", `${share}%`)}
        onChange={(event) => set(Number(event.target.value))}
      />
      <div className="slider-marks">
        {MARKS.map((mark) => (
          <button
            key={mark}
            type="button"
            tabIndex={-1}
            disabled={maxSize === ZERO}
            onClick={() => set(mark)}
          >
            {mark}
            {mark === 100 ? "\u202f%" : ""}
          </button>
        ))}
      </div>
    </div>
  );
}
