import { ApiError } from "@perpetua/api";
import type { Logger } from "@perpetua/telemetry";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { toAnswer } from "./answerCache.js";
import { sendAnswer } from "./handleRoute.js";
import { setCommonHeaders } from "./hooks.js";

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

/** An address that the framework cannot decode: no hook has seen the request. */
export function sendUnreadable(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
): void {
  setCommonHeaders(request, reply, origin);
  const isPath = error.code === "FST_ERR_BAD_URL";
  const message = isPath ? `URIError: Failed to decode param '${request.url}'` : error.message;
  reply
    .code(error.statusCode ?? 400)
    .type("text/html; charset=utf-8")
    .send(htmlError(message));
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
