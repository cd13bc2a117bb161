import { cookies } from "next/headers";
import { redirect } from "next/navigation";

const TICKER = /^[A-Z0-9]{1,20}(?:,[A-Z0-9.-]+)?-USD$/;

/** "/" leads to the last market. */
export default async function Home() {
  const last = (await cookies()).get("market")?.value ?? "";
  redirect(`/trade/${TICKER.test(last) ? last : "BTC-USD"}`);
}
