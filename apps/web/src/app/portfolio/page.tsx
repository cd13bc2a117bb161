import { PortfolioPage } from "../../features/portfolio/PortfolioPage";
import { titled } from "../../lib/settings/requestSettings";

export const generateMetadata = () => titled("nav.portfolio");

export default function Page() {
  return <PortfolioPage />;
}
