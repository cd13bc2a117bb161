import { createLeadership, type Database } from "@perpetua/db";
import { Backoff, type KafkaClient, type KafkaOptions } from "@perpetua/messaging";
import { describeError } from "@perpetua/telemetry";
import type { ServiceContext } from "../shared/service.js";
import { type BlockConsumer, consumeBlocks } from "./consumeBlocks.js";
import type { Ender } from "./createEnder.js";

/** Advisory lock of the one ender that writes. */
const ENDER_LOCK = 3_203_001;

interface Parts {
  readonly context: ServiceContext;
  readonly kafka: KafkaClient;
  readonly options: KafkaOptions;
  readonly database: Database;
  readonly ender: Ender;
}

/**
 * Runs ender for as long as this process leads; a second ender waits here and takes over when the
 * first one dies (design.md §5). Losing the database connection means losing the lead: everything
 * is read again when it is won back. Returns at once.
 */
export function leadEnder(parts: Parts): void {
  const { context } = parts;
  const { logger, readiness, shutdown } = context;
  const stopping = new AbortController();
  let consumer: BlockConsumer | undefined;
  let wasCaughtUp = false;
  let onLost: () => void = () => undefined;
  const leadership = createLeadership(context.options.databaseUrl, ENDER_LOCK, () => onLost());

  const leadOnce = async (): Promise<void> => {
    await leadership.acquire();
    await parts.ender.start();
    const over = new Promise<void>((resolve) => {
      onLost = resolve;
      if (stopping.signal.aborted || !leadership.held) resolve();
      stopping.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    consumer = await consumeBlocks(parts);
    logger.info({ height: parts.ender.height }, "ender leads");
    try {
      await over;
    } finally {
      await consumer.stop();
      consumer = undefined;
    }
  };
  const loop = async (): Promise<void> => {
    const backoff = new Backoff(100, 3_000);
    let lastFault = "";
    while (!stopping.signal.aborted) {
      try {
        await leadOnce();
        backoff.reset();
        lastFault = "";
      } catch (error) {
        if (stopping.signal.aborted) return;
        const fault = describeError(error);
        // A fault that lasts is told once.
        if (fault !== lastFault) logger.error(`ender cannot lead, trying on: ${fault}`);
        lastFault = fault;
      }
      await leadership.release().catch((error: unknown) => {
        logger.debug({ err: error }, "leadership connection did not close cleanly");
      });
      await backoff.wait(stopping.signal);
    }
  };
  const running = loop();
  shutdown.onClose("ender consumer", async () => {
    stopping.abort();
    // Waiting for the lock ends only with its connection.
    if (!leadership.held) await leadership.release();
    await running;
    await leadership.release();
  });
  readiness.register("ender leads", () => leadership.held);
  readiness.register("ender consumer", () => consumer?.healthy ?? false);
  readiness.register("ender caught up", () => {
    wasCaughtUp ||= consumer?.caughtUp ?? false;
    return wasCaughtUp;
  });
}
