"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useT } from "../lib/app/context";
import { cx } from "./cx";
import { Icon } from "./Icon";

/** A modal dialog on the platform's own <dialog>: focus stays inside, Esc closes. */
export function Dialog(props: {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** A sheet rises from the lower edge on phones. */
  sheet?: boolean;
  wide?: boolean;
}) {
  const t = useT();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the platform's; this is the scrim only.
    <dialog
      ref={ref}
      className={cx("dialog", props.sheet && "sheet", props.wide && "wide")}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) props.onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2>{props.title}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={t("action.close")}
            onClick={props.onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
