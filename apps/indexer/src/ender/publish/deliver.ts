import {
  addFundingSamples,
  clearFundingSamples,
  type OrderedProducer,
  type RedisClient,
} from "@perpetua/messaging";
import type { FundingEffect } from "../output.js";
import type { BlockEffects } from "./outboxCodec.js";

/** Highest block whose funding samples are in Redis: a block published twice adds them once. */
const FUNDING_HEIGHT_KEY = "v4/ender/funding_height";

/** Brings a block's effects to Kafka and Redis; resolves when both have them. */
export async function deliverEffects(
  producer: Pick<OrderedProducer, "sendAllInOrder">,
  redis: RedisClient,
  height: number,
  effects: BlockEffects,
): Promise<void> {
  const sent = producer.sendAllInOrder(effects.topics);
  await Promise.all([sent, applyFunding(redis, height, effects.funding)]);
}

async function applyFunding(
  redis: RedisClient,
  height: number,
  effects: readonly FundingEffect[],
): Promise<void> {
  if (effects.length === 0) return;
  const done = Number((await redis.get(FUNDING_HEIGHT_KEY)) ?? "-1");
  if (done >= height) return;
  const samples = new Map<string, string>();
  const cleared: string[] = [];
  for (const effect of effects) {
    if (effect.kind === "sample") {
      samples.set(effect.ticker, effect.rate);
    } else {
      // A sample that precedes the index event of its block is gone with the others (recorded).
      samples.delete(effect.ticker);
      cleared.push(effect.ticker);
    }
  }
  await clearFundingSamples(redis, cleared);
  await addFundingSamples(redis, samples);
  await redis.set(FUNDING_HEIGHT_KEY, String(height));
}
