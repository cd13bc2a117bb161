"use client";

import Link from "next/link";
import { Empty } from "../../components/Empty";
import { useT } from "../../lib/app/context";

export function NotFoundPage() {
  const t = useT();
  return (
    <main className="page">
      <Empty
        heading
        title={t("error.notFound")}
        action={
          <Link className="button" href="/">
            {t("error.toTrade")}
          </Link>
        }
      />
    </main>
  );
}
