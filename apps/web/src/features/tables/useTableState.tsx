"use client";

import type { ReactNode } from "react";
import { Empty } from "../../components/Empty";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { openDialog } from "../shell/dialogs";

/**
 * Why a table is empty differs: no wallet, locked, still loading, failed, or nothing yet (X5).
 * Returns what to show instead of rows, or null when there are rows.
 */
export function useEmptyState(count: number, nothing: { title: string; text: string }): ReactNode {
  const t = useT();
  const app = useApp();
  const wallet = useFeed("wallet", (a) => a.wallet.phase);
  const phase = useFeed("account", (a) => a.account.phase);
  const failed = useFeed("account", (a) => a.account.historyFailed);
  if (count > 0) return null;
  if (wallet === "absent") {
    return (
      <Empty
        title={t("empty.noWallet")}
        text={t("empty.noWalletText")}
        action={
          <button type="button" className="button small" onClick={() => openDialog("createWallet")}>
            {t("wallet.create")}
          </button>
        }
      />
    );
  }
  if (phase === "loading" || wallet === "unknown") return <Empty title={t("empty.loading")} />;
  if (failed) {
    return (
      <Empty
        title={t("empty.failed")}
        text={t("empty.failedText")}
        action={
          <button
            type="button"
            className="button small"
            onClick={() => app.account.ref && void app.account.loadHistory(app.account.ref)}
          >
            {t("action.retry")}
          </button>
        }
      />
    );
  }
  return <Empty {...nothing} />;
}
