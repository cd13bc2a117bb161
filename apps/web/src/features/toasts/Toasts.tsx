"use client";

import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useT } from "../../lib/app/context";
import type { Toast } from "../../lib/toasts/ToastStore";

/** An order's life in one place: submitted → accepted → resting, filled or refused, with times. */
export function Toasts() {
  const t = useT();
  const app = useApp();
  const toasts = useFeed("toasts", (a) => a.toasts.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => {
        const start = toast.trail[0]?.at ?? 0;
        return (
          <article key={toast.id} className={cx("toast", toast.tone)} data-testid="toast">
            <span className="toast-mark" aria-hidden="true" />
            <div>
              <h3>{t(toast.title.key, toast.title.params)}</h3>
              {toast.detail && <p>{t(toast.detail.key, toast.detail.params)}</p>}
              {toast.trail.length > 1 && (
                <ol className="toast-trail">
                  {told(toast.trail).map((step) => (
                    <li key={`${step.label.key}-${step.at}`}>
                      {t(step.label.key)}
                      {step.at > start && (
                        <span> +{((step.at - start) / 1000).toFixed(2)}&#8239;s</span>
                      )}
                    </li>
                  ))}
                </ol>
              )}
            </div>
            <button
              type="button"
              className="icon-button"
              aria-label={t("action.close")}
              onClick={() => app.toasts.dismiss(toast.id)}
            >
              <Icon name="close" size={14} />
            </button>
          </article>
        );
      })}
    </div>
  );
}

/** Once an order is filled, its partial fills are part of that. */
function told(trail: Toast["trail"]): Toast["trail"] {
  const filled = trail.some((step) => step.label.key === "toast.step.filled");
  return filled ? trail.filter((step) => step.label.key !== "toast.step.partial") : trail;
}
