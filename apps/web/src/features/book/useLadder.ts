"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useApp, useSettings } from "../../lib/app/context";
import { Flashes } from "./Flashes";
import {
  type BookPlace,
  type HoverSum,
  type PaintState,
  paintLadder,
  placeAt,
} from "./paintLadder";

interface Canvases {
  asks: RefObject<HTMLCanvasElement | null>;
  bids: RefObject<HTMLCanvasElement | null>;
}

/**
 * Paints both halves in the frame in which data arrived, on resize, on hover and on a new theme.
 */
export function useLadder(
  canvases: Canvases,
  /** `cursor` is the keyboard's row; the pointer's comes before it. */
  state: Pick<PaintState, "group" | "unit" | "ownTicks"> & { cursor: BookPlace | null },
  onHoverSum: (sum: HoverSum | null) => void,
): void {
  const app = useApp();
  const { settings } = useSettings();
  const { asks, bids } = canvases;
  const { group, unit, ownTicks, cursor } = state;

  const hover = useRef<PaintState["hover"]>(null);
  const tell = useRef(onHoverSum);
  tell.current = onHoverSum;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change must repaint.
  useEffect(() => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const flashes = calm ? null : new Flashes();
    let frame = 0;
    const paint = (): void => {
      const { book } = app.market;
      if (!asks.current || !bids.current || !book) return;
      const now = performance.now();
      const painted = { group, unit, ownTicks, hover: hover.current ?? cursor, flashes, now };
      tell.current(paintLadder({ asks: asks.current, bids: bids.current }, book, painted));
      if (!flashes?.isActive(now) || frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    };
    const onHover = (event: PointerEvent): void => {
      const side = event.currentTarget === asks.current ? "asks" : "bids";
      // A finger does not hover; its last touch must not leave rows lit.
      const over = event.type !== "pointerleave" && event.pointerType === "mouse";
      const canvas = event.currentTarget as HTMLCanvasElement;
      hover.current = over ? placeAt(canvas, side, event.offsetY) : null;
      paint();
    };
    paint();
    const stops = [app.emitter.subscribe("book", paint)];
    for (const canvas of [asks.current, bids.current]) {
      if (canvas) stops.push(watch(canvas, paint, onHover));
    }
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [app, asks, bids, group, unit, ownTicks, cursor, settings.theme, settings.palette]);
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
