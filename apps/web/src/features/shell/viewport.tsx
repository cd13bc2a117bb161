"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

export type Viewport = "phone" | "desktop" | "wide";
const ViewportContext = createContext<Viewport>("desktop");

const QUERIES: [Viewport, string][] = [
  ["phone", "(max-width: 719px)"],
  ["wide", "(min-width: 1720px)"],
];

const current = (): Viewport =>
  QUERIES.find(([, query]) => window.matchMedia(query).matches)?.[0] ?? "desktop";

/** Which of the three designs is shown; the server's guess holds until the browser knows. */
export function ViewportProvider(props: { initial: Viewport; children: ReactNode }) {
  const [viewport, setViewport] = useState(props.initial);
  useEffect(() => {
    const update = (): void => setViewport(current());
    update();
    const lists = QUERIES.map(([, query]) => window.matchMedia(query));
    for (const list of lists) list.addEventListener("change", update);
    return () => {
      for (const list of lists) list.removeEventListener("change", update);
    };
  }, []);
  return <ViewportContext value={viewport}>{props.children}</ViewportContext>;
}

export const useViewport = (): Viewport => useContext(ViewportContext);
