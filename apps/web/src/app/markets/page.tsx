import { MarketsPage } from "../../features/market/MarketsPage";
import { titled } from "../../lib/settings/requestSettings";

export const generateMetadata = () => titled("nav.markets");

export default function Page() {
  return <MarketsPage />;
}
