"use client";

import { useApp, useNow, useT } from "../../lib/app/context";
import { group as grouped } from "../../lib/decimal/format";

/**
 * The ladder for screen readers and keyboards: ten rows a side, once a second (web.md §3.6). The
 * same rows can be chosen with Enter.
 */
export function BookMirror(props: { ticker: string; group: number; rows: number }) {
  useNow(1000);
  const app = useApp();
  const t = useT();
  const { book } = app.market;
  if (!book) return null;
  const sides = [
    { side: "asks" as const, label: t("book.asks") },
    { side: "bids" as const, label: t("book.bids") },
  ];
  return (
    <div className="visually-hidden" data-testid="book-mirror">
      {sides.map(({ side, label }) => (
        <table key={side} aria-label={label} data-side={side}>
          <thead>
            <tr>
              <th>{t("book.price")}</th>
              <th>{t("book.size")}</th>
              <th>{t("book.sum")}</th>
            </tr>
          </thead>
          <tbody>
            {book.rows(side, props.group, props.rows).map((row) => (
              <tr key={row.tick}>
                <td>
                  <button
                    type="button"
                    tabIndex={-1}
                    onClick={() =>
                      app.ticket.pickPrice(props.ticker, grouped(book.price.text(row.tick)))
                    }
                  >
                    {grouped(book.price.text(row.tick))}
                  </button>
                </td>
                <td>{book.size.text(row.size)}</td>
                <td>{book.size.text(row.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
