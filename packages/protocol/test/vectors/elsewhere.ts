/**
 * Parts of wire-vectors.json that this package cannot judge, with the reason. Everything else has a
 * test in test/parity.
 */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  cometRpcFixtures:
    "shapes of JSON-RPC answers, which apps/node builds; its RPC tests run them through CosmJS",
  jsClientTrace:
    "JSON-RPC calls of CompositeClient against a running node; tests/interop drives the real client",
};

/** Groups of `vectors[]` and the file that tests them. */
export const TESTED_GROUPS: Readonly<Record<string, string>> = {
  keys: "vectors-basics",
  serializable_int: "vectors-basics",
  conversion: "vectors-basics",
  fee: "vectors-basics",
  kafka: "vectors-basics",
  message: "vectors-tx",
  signed_tx: "vectors-tx",
  query: "vectors-query",
  uuid: "vectors-ids",
  indexer: "vectors-indexer",
  recorded: "vectors-indexer and vectors-recorded",
};
