import { PortfolioPage } from "../../features/portfolio/PortfolioPage";

export default function Page() {
  return <PortfolioPage />;
}
