"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "./cx";

/** A panel under its button; closes on Esc, outside press and whenever `close` is called. */
export function Popover(props: {
  className?: string;
  label: string;
  button(open: boolean): ReactNode;
  buttonClass?: string;
  children(close: () => void): ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (!anchor.current?.contains(event.target as Node)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", onEscape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", onEscape);
    };
  }, [open]);
  return (
    <div className="menu-anchor" ref={anchor}>
      <button
        type="button"
        ref={trigger}
        className={props.buttonClass}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={props.label}
        onClick={() => setOpen(!open)}
      >
        {props.button(open)}
      </button>
      {open && (
        <div className={cx("popover", props.className)} role="dialog" aria-label={props.label}>
          {props.children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
