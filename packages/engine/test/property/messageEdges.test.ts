import { lookupCodec, methodSchemas } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { messageHandlers } from "../../src/app/messageTable.js";
import { queryHandlers } from "../../src/app/queries/queryTable.js";
import { CosmosWorld } from "../unit/cosmos/world.js";
import { completed, Edges, show } from "./edges.js";

const SEED = 20_261_125;
const ROUNDS = 200;

const ALL = [...messageHandlers.keys()];

describe("messages at the edges of their types", () => {
  const w = new CosmosWorld();

  it.each(ALL)("%s is refused or carried out, never an exception", (url) => {
    const edges = new Edges(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const message = edges.message(url.slice(1));
      const mark = w.k.registry.journal.mark();
      const describeCase = () => `round ${round}: ${show(message)}`;
      try {
        const { code, log } = w.run(url, message);
        expect(Number.isInteger(code) && typeof log === "string", describeCase()).toBe(true);
      } catch (error) {
        throw new Error(describeCase(), { cause: error });
      } finally {
        w.k.registry.journal.revert(mark);
      }
    }
  });
});

describe("queries at the edges of their types", () => {
  const w = new CosmosWorld();

  it.each([...queryHandlers.keys()])("%s answers or refuses, and never writes", (path) => {
    const run = queryHandlers.get(path);
    const requestType = methodSchemas[path]?.request ?? "";
    const codec = lookupCodec(`/${requestType}`);
    if (run === undefined || codec === undefined) throw new Error(`no request codec for ${path}`);
    const edges = new Edges(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const request = edges.message(requestType);
      const bytes = codec.encode(completed(codec, request)).finish();
      try {
        const { code } = w.k.registry.readCommitted(() => run(w.k, bytes));
        expect(Number.isInteger(code)).toBe(true);
      } catch (error) {
        throw new Error(`round ${round}: ${show(request)}`, { cause: error });
      }
    }
  });

  it.each([...queryHandlers.keys()])("%s survives bytes that are no request", (path) => {
    for (const bytes of [[255, 255], [10, 200], [8]]) {
      const code = w.k.registry.readCommitted(
        () => queryHandlers.get(path)?.(w.k, Uint8Array.from(bytes)).code,
      );
      expect(code).toBeTypeOf("number");
    }
  });
});
