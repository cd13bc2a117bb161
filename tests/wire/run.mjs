/**
 * What the running local network puts on Kafka and into Redis, read by a decoder that is not ours.
 * `npm test -- interop wire`: the official client's trading gives it something to read.
 */
await import("./main.ts");
