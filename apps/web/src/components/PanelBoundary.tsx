"use client";

import { Component, type ReactNode } from "react";

/** A panel that fails says so and offers a retry; its neighbours go on (X4). */
export class PanelBoundary extends Component<
  { title: string; retry: string; children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="empty" role="alert">
        <p className="empty-title">{this.props.title}</p>
        <button
          type="button"
          className="button small"
          onClick={() => this.setState({ failed: false })}
        >
          {this.props.retry}
        </button>
      </div>
    );
  }
}
