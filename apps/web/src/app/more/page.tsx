import { MorePage } from "../../features/phone/MorePage";

export default function Page() {
  return <MorePage />;
}
