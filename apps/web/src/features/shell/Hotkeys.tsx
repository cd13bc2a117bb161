"use client";

import { useEffect } from "react";
import type { App } from "../../lib/app/App";
import { useApp } from "../../lib/app/context";
import { isDone } from "../../lib/feed/AccountFeed";
import { toggleFavourite } from "../../lib/settings/favourites";
import { openDialog } from "./dialogs";

/** Keys never act while typing, in dialogs, during IME composition or with a modifier held. */
export function Hotkeys() {
  const app = useApp();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, select, textarea, dialog, [contenteditable]")) return;
      if (act(app, event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [app]);
  return null;
}

function act(app: App, event: KeyboardEvent): boolean {
  const { ticker } = app.market;
  const focus = (name: string): boolean => {
    const field = document.querySelector<HTMLInputElement>(`.ticket-form input[name="${name}"]`);
    field?.focus();
    field?.select();
    return field !== null;
  };
  const draft = (patch: Parameters<typeof app.ticket.update>[1]): boolean => {
    if (ticker) app.ticket.update(ticker, patch);
    return ticker !== null;
  };
  if (event.key === "C" && event.shiftKey) {
    void app.desk.cancelAll(
      [...app.account.orders.values()].filter((o) => !isDone(o) && o.market === ticker),
    );
    return true;
  }
  switch (event.key) {
    case "b":
      return draft({ side: "BUY" });
    case "s":
      return draft({ side: "SELL" });
    case "l":
      return draft({ type: "limit" });
    case "m":
      return draft({ type: "market" });
    case ".":
      return focus("size");
    case "p":
      return focus("price");
    case "[":
    case "]":
      return document.dispatchEvent(new CustomEvent("perpetua:grouping", { detail: event.key }));
    case "/":
      return document.dispatchEvent(new Event("perpetua:markets"));
    case "f":
      if (ticker) toggleFavourite(ticker);
      return ticker !== null;
    case "?":
      openDialog("shortcuts");
      return true;
    default:
      return false;
  }
}
