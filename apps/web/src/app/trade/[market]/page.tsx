import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TradePage } from "../../../features/shell/TradePage";

type Props = { params: Promise<{ market: string }> };

/** Shapes that a ticker may have; whether the market exists only the exchange knows. */
const TICKER = /^[A-Z0-9][A-Z0-9,._-]{0,120}$/;

async function tickerOf({ params }: Props): Promise<string | null> {
  const { market } = await params;
  try {
    const ticker = decodeURIComponent(market).toUpperCase();
    return TICKER.test(ticker) ? ticker : null;
  } catch {
    return null; // A broken percent sequence names nothing.
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `${(await tickerOf(props)) ?? "404"} · Perpetua` };
}

export default async function Page(props: Props) {
  const ticker = await tickerOf(props);
  if (ticker === null) notFound();
  return <TradePage ticker={ticker} />;
}
