"use client";

import { Empty } from "../components/Empty";
import { useT } from "../lib/app/context";

/** The whole page failed: say so, keep the frame, offer a retry (X4). */
export default function PageError({ reset }: { error: Error; reset(): void }) {
  const t = useT();
  return (
    <main className="page">
      <Empty
        heading
        title={t("error.page")}
        text={t("error.pageText")}
        action={
          <button type="button" className="button" onClick={reset}>
            {t("action.retry")}
          </button>
        }
      />
    </main>
  );
}
