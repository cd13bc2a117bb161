import { PositionsPage } from "../../features/portfolio/PositionsPage";

export default function Page() {
  return <PositionsPage />;
}
