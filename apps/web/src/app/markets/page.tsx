import { MarketsPage } from "../../features/market/MarketsPage";

export default function Page() {
  return <MarketsPage />;
}
