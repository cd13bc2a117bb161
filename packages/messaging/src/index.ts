/**
 * Everything that speaks to Kafka and Redis: topic names, keys, encodings and scripts are defined
 * here once for producers and consumers alike. Invariants: messages of one producer reach the
 * broker in call order; every Redis change that touches several keys is one Lua script that runs
 * on Redis 6.2; nothing here reads the environment or writes to the console by itself.
 */
export * from "./backoff.js";
export * from "./decimal.js";
export * from "./kafka/admin.js";
export * from "./kafka/batchingProducer.js";
export * from "./kafka/client.js";
export * from "./kafka/codecs.js";
export * from "./kafka/consumer.js";
export * from "./kafka/headers.js";
export * from "./kafka/message.js";
export * from "./kafka/options.js";
export * from "./kafka/producer.js";
export * from "./kafka/topics.js";
export * from "./kafka/withAdmin.js";
export * from "./log.js";
export * from "./redis/binary.js";
export * from "./redis/canceledOrders.js";
export * from "./redis/client.js";
export * from "./redis/jobState.js";
export * from "./redis/keys.js";
export * from "./redis/locks.js";
export * from "./redis/midPrices.js";
export * from "./redis/nextFunding.js";
export * from "./redis/orderbookLevels.js";
export * from "./redis/orderChange.js";
export * from "./redis/orders.js";
export * from "./redis/stateFilledQuantums.js";
export * from "./redis/statefulOrderUpdates.js";
