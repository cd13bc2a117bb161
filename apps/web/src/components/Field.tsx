"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { cx } from "./cx";

/**
 * A labelled input with room for helpers above and one note below. Numbers are text fields with a
 * decimal keypad: browsers' number inputs round and localise behind one's back.
 */
export function Field(props: {
  label: string;
  value: string;
  onChange(value: string): void;
  onBlur?(): void;
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void;
  helper?: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  bad?: boolean;
  numeric?: boolean;
  type?: "text" | "password";
  placeholder?: string;
  autoComplete?: string;
  autoFocus?: boolean;
  name?: string;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{props.label}</label>
        {props.helper}
      </div>
      <div className={cx("field-box", props.bad && "bad")}>
        <input
          id={id}
          name={props.name}
          type={props.type ?? "text"}
          value={props.value}
          placeholder={props.placeholder}
          inputMode={props.numeric ? "decimal" : undefined}
          autoComplete={props.autoComplete ?? "off"}
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: only inside dialogs, where focus must move in.
          autoFocus={props.autoFocus}
          aria-invalid={props.bad || undefined}
          aria-describedby={props.note ? noteId : undefined}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
          onKeyDown={props.onKeyDown}
        />
        {props.unit !== undefined && <span className="field-unit">{props.unit}</span>}
      </div>
      {props.note && (
        <div className="field-note" id={noteId}>
          {props.note}
        </div>
      )}
    </div>
  );
}
