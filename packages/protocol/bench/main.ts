/**
 * Encode and decode rates of the generated codecs against other generators, on recorded messages.
 * Run: `npm run -w @perpetua/protocol bench`. Deterministic input (packages/testkit/recordings).
 */
import { type BenchResult, measureRates, reportGroup } from "../../testkit/src/bench/index.js";
import { loadProtobufEs, loadProtobufJs, type Peer } from "./peers.js";
import { loadSamples, type SampleSet } from "./samples.js";

/** The generator stays as long as no other is faster by half overall (issue 3, item 3). */
const OVERALL_GOAL = 0.67;
/** A single message type may vary more, the more so on a busy machine. */
const GOAL = 0.4;

const protobufEs = loadProtobufEs();
const protobufJs = loadProtobufJs([
  "dydxprotocol/clob/tx.proto",
  "dydxprotocol/indexer/indexer_manager/types.proto",
  "dydxprotocol/indexer/off_chain_updates/types.proto",
]);

/** Keeps results alive: a compiler that sees them unused would not build them. */
export let sink: unknown;

function compare(set: SampleSet): BenchResult[] {
  const codec = set.codec;
  const peers: Record<string, Peer> = {
    ours: {
      decode: (bytes) => codec.decode(bytes),
      encode: (message) => codec.encode(message as never).finish(),
    },
    "protobuf-es": protobufEs(set.typeName),
    protobufjs: protobufJs(set.typeName),
  };
  const names = Object.keys(peers);
  const decoders: Record<string, () => void> = {};
  const encoders: Record<string, () => void> = {};
  for (const name of names) {
    const peer = peers[name] as Peer;
    const messages = set.bytes.map((bytes) => peer.decode(bytes));
    decoders[name] = () => {
      for (const bytes of set.bytes) sink = peer.decode(bytes);
    };
    encoders[name] = () => {
      for (const message of messages) sink = peer.encode(message);
    };
  }
  const rates = {
    decode: measureRates(decoders, set.bytes.length),
    encode: measureRates(encoders, set.bytes.length),
  };
  return (["decode", "encode"] as const).flatMap((operation) =>
    names.slice(1).map((peerName) => ({
      name: `${operation} ${set.name}`,
      unit: "messages/s",
      ours: rates[operation].ours ?? 0,
      peer: rates[operation][peerName] ?? 0,
      peerName,
      goal: GOAL,
    })),
  );
}

/** Geometric mean over all messages and both operations. */
function overall(results: readonly BenchResult[], peerName: string): BenchResult {
  const own = results.filter((result) => result.peerName === peerName);
  const mean = (values: readonly number[]) =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  return {
    name: "encode and decode",
    unit: "messages/s",
    ours: mean(own.map((result) => result.ours)),
    peer: mean(own.map((result) => result.peer)),
    peerName,
    goal: OVERALL_GOAL,
  };
}

const results = loadSamples().flatMap(compare);
const peerNames = [...new Set(results.map((result) => result.peerName))];
reportGroup("protocol", [...results, ...peerNames.map((name) => overall(results, name))]);
