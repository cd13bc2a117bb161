import type { ReactNode } from "react";

/** Why there is nothing here, and what to do next (X5). */
export function Empty(props: { title: string; text?: string | undefined; action?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{props.title}</p>
      {props.text && <p className="empty-text">{props.text}</p>}
      {props.action}
    </div>
  );
}
