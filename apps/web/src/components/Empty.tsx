import type { ReactNode } from "react";

/** Why there is nothing here, and what to do next (X5). */
export function Empty(props: {
  title: string;
  text?: string | undefined;
  action?: ReactNode;
  /** The page's own heading, where there is nothing else on it. */
  heading?: boolean;
}) {
  const Title = props.heading ? "h1" : "p";
  return (
    <div className="empty">
      <Title className="empty-title">{props.title}</Title>
      {props.text && <p className="empty-text">{props.text}</p>}
      {props.action}
    </div>
  );
}
