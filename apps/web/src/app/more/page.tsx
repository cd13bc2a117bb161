import { MorePage } from "../../features/phone/MorePage";
import { titled } from "../../lib/settings/requestSettings";

export const generateMetadata = () => titled("nav.more");

export default function Page() {
  return <MorePage />;
}
