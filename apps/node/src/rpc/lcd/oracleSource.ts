import type { NodeContext } from "../context.js";
import type { RestAnswer } from "./answerRest.js";

/** `GET /perpetua/v1/oracle/source`: where the oracle prices come from, for the UI. */
export function oracleSourceRoute(context: NodeContext): (url: string) => RestAnswer | undefined {
  return (url) =>
    url.split("?", 1)[0] === "/perpetua/v1/oracle/source"
      ? { status: 200, body: { source: context.priceSource() } }
      : undefined;
}
