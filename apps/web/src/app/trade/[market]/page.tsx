import type { Metadata } from "next";
import { TradePage } from "../../../features/shell/TradePage";

type Props = { params: Promise<{ market: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${decodeURIComponent((await params).market)} · Perpetua` };
}

export default async function Page({ params }: Props) {
  return <TradePage ticker={decodeURIComponent((await params).market).toUpperCase()} />;
}
