import type { Topic } from "@perpetua/messaging";
import { Topic as Topics } from "@perpetua/messaging";
import { indexerEvents, offChainUpdates } from "@perpetua/protocol";
import type { Ender } from "../../../src/ender/createEnder.js";
import { block, event, type TestEvent } from "./blocks.js";
import { type EnderWorld, sentOn, startWorld } from "./support.js";

export const E9 = 1_000_000_000n;

type SocketTopic = Exclude<Topic, "to-ender" | "to-vulcan">;

/** Applies example blocks one after another and looks at what they leave. */
export class Examples {
  private constructor(
    private readonly world: EnderWorld,
    private readonly ender: Ender,
  ) {}

  static async start(): Promise<Examples> {
    const world = await startWorld();
    return new Examples(world, await world.restart());
  }

  stop(): Promise<void> {
    return this.world.stop();
  }

  get redis() {
    return this.world.redis;
  }

  /** Applies a block of 1 January 2024; returns what it sent. */
  async apply(height: number, time: string, events: readonly TestEvent[]) {
    const { producer } = this.world;
    const marks = new Map(
      Object.values(Topics).map((topic) => [topic, producer.sent(topic).length]),
    );
    await this.ender.processBlock(block(height, `2024-01-01T${time}Z`, events), 1_700_000_000_000);
    await this.ender.flush();
    return {
      on: (topic: SocketTopic) => sentOn(producer, topic).slice(marks.get(topic)),
      toVulcan: () =>
        producer
          .sent(Topics.toVulcan)
          .slice(marks.get(Topics.toVulcan))
          .map(({ value, headers }) => ({
            ...offChainUpdates.OffChainUpdateV1.decode(value),
            eventType: headers?.event_type,
          })),
    };
  }

  async rows(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.world.database.pool.query(sql)).rows;
  }

  positions(where = "TRUE") {
    return this.rows(
      `SELECT ${OWNER}, t.* FROM "perpetual_positions" t WHERE ${where} ORDER BY "openEventId", who`,
    );
  }

  fillsAt(height: number) {
    return this.rows(
      `SELECT ${OWNER}, t.* FROM "fills" t WHERE "createdAtHeight" = ${height} ORDER BY who`,
    );
  }
}

const OWNER = `(SELECT s."address" FROM "subaccounts" s WHERE s."id" = t."subaccountId") AS who`;

export const fill = (value: object): TestEvent =>
  event("order_fill", indexerEvents.OrderFillEventV1, value);
