import { PositionsPage } from "../../features/portfolio/PositionsPage";
import { titled } from "../../lib/settings/requestSettings";

export const generateMetadata = () => titled("nav.positions");

export default function Page() {
  return <PositionsPage />;
}
