import { readPublicConfig } from "../../../../lib/config/env";

export const dynamic = "force-dynamic";

/** Ready when the configuration can be read; the page itself tells what the services do. */
export function GET(): Response {
  try {
    readPublicConfig();
    return Response.json({ status: "ready" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return Response.json({ status: "misconfigured", reason }, { status: 503 });
  }
}
