import { codecs, methodSchemas } from "@perpetua/protocol";
import { describe, expect, test } from "vitest";
import { queryHandlers } from "../../src/app/queries/queryTable.js";
import { randomMessage } from "./fuzz.js";
import { hexOf } from "./replay.js";
import { Rng } from "./rng.js";
import { FAST } from "./twins.js";
import { World } from "./world.js";

const ROUNDS = 25;

/** Requests of every method with numbers at the edges of their types, and plain garbage. */
describe("queries", () => {
  test("answer anything without throwing and change nothing", () => {
    const world = new World({ seed: 900, blocks: 12, twins: [FAST] });
    world.run();
    const { exchange } = world.lead;
    const hash = hexOf(exchange.stateHash());
    const rng = new Rng(900);
    const addresses = world.genesis.accounts.slice(0, 5).map(({ address }) => address);
    let answered = 0;
    for (const path of [...queryHandlers.keys()].sort()) {
      const typeName = methodSchemas[path]?.request;
      for (let i = 0; i < ROUNDS; i++) {
        const request = requestBytes(rng, addresses, typeName);
        const at = `${path} ${hexOf(request)}`;
        expect(() => {
          if (exchange.query(path, request).code === 0) answered++;
        }, at).not.toThrow();
      }
    }
    expect(answered).toBeGreaterThan(queryHandlers.size * 5);
    expect(hexOf(exchange.stateHash())).toBe(hash);
    world.lead.checkInvariants();
  });
});

function requestBytes(rng: Rng, addresses: readonly string[], typeName: string | undefined) {
  const codec = typeName === undefined ? undefined : codecs[typeName];
  if (typeName === undefined || codec === undefined || rng.chance(100))
    return rng.bytes(rng.int(40));
  const { fromPartial, encode } = codec as unknown as {
    fromPartial(m: object): object;
    encode(m: object): { finish(): Uint8Array };
  };
  const message = randomMessage({ rng, addresses, signer: addresses[0] ?? "" }, typeName);
  return encode(fromPartial.call(codec, message)).finish();
}
