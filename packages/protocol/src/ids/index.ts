/**
 * Identifiers that producers and consumers derive independently: UUIDs of the indexer's rows, event
 * ids, Kafka keys. All functions are pure and synchronous.
 */
export * from "./entityIds.js";
export * from "./eventId.js";
export * from "./kafkaKeys.js";
export { INDEXER_NAMESPACE, uuidFromName } from "./uuid.js";
