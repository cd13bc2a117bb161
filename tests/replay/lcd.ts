import { answerRest } from "@perpetua/node/lcd";
import type { ReplayableExchange, RestAsker } from "@perpetua/testkit";

/** Answers REST paths from an exchange's committed state, as a node's LCD does. */
export function askExchange(exchange: ReplayableExchange): RestAsker {
  const query = async (method: string, request: Uint8Array) => exchange.query(method, request);
  return (url) => answerRest(query, { verb: "GET", url, body: "" });
}
