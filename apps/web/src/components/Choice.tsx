"use client";

import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { cx } from "./cx";

export interface Option<T extends string> {
  value: T;
  label: ReactNode;
  className?: string;
}

/** Arrow keys walk along the options, as radio groups and tab lists do. */
function useArrows<T extends string>(
  options: readonly Option<T>[],
  value: T,
  onChange: (value: T) => void,
) {
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = options.findIndex((option) => option.value === value);
    const next = options[(index + step + options.length) % options.length];
    if (!next) return;
    onChange(next.value);
    const buttons = root.current?.querySelectorAll("button");
    buttons?.[options.indexOf(next)]?.focus();
  };
  return { root, onKeyDown };
}

export function Segmented<T extends string>(props: {
  label: string;
  options: readonly Option<NoInfer<T>>[];
  value: T;
  onChange(value: NoInfer<T>): void;
  className?: string;
}) {
  const { root, onKeyDown } = useArrows(props.options, props.value, props.onChange);
  return (
    <div
      ref={root}
      className={cx("segmented", props.className)}
      role="radiogroup"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {props.options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a filled button that behaves as a radio.
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          tabIndex={option.value === props.value ? 0 : -1}
          className={option.className}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

export function Tabs<T extends string>(props: {
  label: string;
  options: readonly Option<NoInfer<T>>[];
  value: T;
  onChange(value: NoInfer<T>): void;
}) {
  const { root, onKeyDown } = useArrows(props.options, props.value, props.onChange);
  return (
    <div ref={root} className="tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          className="tab"
          aria-selected={option.value === props.value}
          tabIndex={option.value === props.value ? 0 : -1}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

export function Check(props: {
  label: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
  title?: string;
}) {
  return (
    <label className="check" title={props.title}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}
