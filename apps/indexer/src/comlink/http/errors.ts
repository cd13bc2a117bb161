import { ApiError } from "@perpetua/api";
import type { Logger } from "@perpetua/telemetry";
import type { FastifyError, FastifyInstance } from "fastify";
import { toAnswer } from "./answerCache.js";
import { sendAnswer } from "./handleRoute.js";

const NOT_FOUND = toAnswer({ error: "Not Found", errorCode: 404 });
const INTERNAL = toAnswer({ errors: [{ msg: "Internal Server Error" }] });

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The framework's own page that a malformed JSON body gets (api.md §0.9). */
function htmlError(message: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error</title>
</head>
<body>
<pre>${escapeHtml(message)}</pre>
</body>
</html>
`;
}

/** Error bodies of api.md §0.9. */
export function addErrorHandlers(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler((request, reply) => sendAnswer(request, reply, 404, NOT_FOUND));
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    if (error instanceof ApiError) {
      return sendAnswer(request, reply, error.status, toAnswer({ errors: error.errors }));
    }
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return reply.code(status).type("text/html; charset=utf-8").send(htmlError(error.message));
    }
    logger.error({ err: error, url: request.url }, "request failed");
    return sendAnswer(request, reply, 500, INTERNAL);
  });
}
