"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useApp, useSettings } from "../../lib/app/context";
import { type PaintState, paintLadder } from "./paintLadder";

interface Canvases {
  asks: RefObject<HTMLCanvasElement | null>;
  bids: RefObject<HTMLCanvasElement | null>;
}

/** Paints both halves in the frame in which data arrived, on resize, on hover and on a new theme. */
export function useLadder(canvases: Canvases, state: Omit<PaintState, "hover">): void {
  const app = useApp();
  const { settings } = useSettings();
  const { asks, bids } = canvases;
  const { group, unit, ownTicks } = state;

  const hover = useRef<PaintState["hover"]>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change must repaint.
  useEffect(() => {
    const paint = (): void => {
      const { book } = app.market;
      if (!asks.current || !bids.current || !book) return;
      const now = { group, unit, ownTicks, hover: hover.current };
      paintLadder({ asks: asks.current, bids: bids.current }, book, now);
    };
    const onHover = (event: PointerEvent): void => {
      const side = event.currentTarget === asks.current ? "asks" : "bids";
      hover.current = event.type === "pointerleave" ? null : { side, y: event.offsetY };
      paint();
    };
    paint();
    const stops = [app.emitter.subscribe("book", paint)];
    for (const canvas of [asks.current, bids.current]) {
      if (canvas) stops.push(watch(canvas, paint, onHover));
    }
    return () => {
      for (const stop of stops) stop();
    };
  }, [app, asks, bids, group, unit, ownTicks, settings.theme, settings.palette]);
}

function watch(
  canvas: HTMLCanvasElement,
  paint: () => void,
  onHover: (event: PointerEvent) => void,
): () => void {
  const observer = new ResizeObserver(paint);
  observer.observe(canvas);
  canvas.addEventListener("pointermove", onHover);
  canvas.addEventListener("pointerleave", onHover);
  return () => {
    observer.disconnect();
    canvas.removeEventListener("pointermove", onHover);
    canvas.removeEventListener("pointerleave", onHover);
  };
}
