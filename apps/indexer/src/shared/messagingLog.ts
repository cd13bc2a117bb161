import type { MessagingLog } from "@perpetua/messaging";
import type { Logger } from "@perpetua/telemetry";

/** Adapts a process logger to the four methods that the messaging package calls. */
export function toMessagingLog(logger: Logger): MessagingLog {
  return {
    debug: (message, context) => logger.debug(context ?? {}, message),
    info: (message, context) => logger.info(context ?? {}, message),
    warning: (message, context) => logger.warn(context ?? {}, message),
    error: (message, context) => logger.error(context ?? {}, message),
  };
}
