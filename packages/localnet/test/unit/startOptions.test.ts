import { describe, expect, test } from "vitest";
import { parseStartOptions } from "../../src/cli/startOptions.js";

const parse = (...args: string[]) => parseStartOptions(args, "/cwd");

describe("options of start", () => {
  test("what is not said is left to the defaults", () => {
    expect(parse()).toEqual({ detach: false, fresh: false, web: true, help: false });
  });

  test("paths count from the user's folder", () => {
    expect(parse("--prices=file:p.json", "--genesis", "g.json")).toMatchObject({
      prices: "file:/cwd/p.json",
      genesis: "/cwd/g.json",
    });
  });

  test("epochs are those of a new local network", () => {
    expect(parse("--epochs", "fast").epochs).toBe("fast");
    expect(parse("--epochs=normal").epochs).toBe("normal");
    expect(() => parse("--epochs=slow")).toThrow('--epochs must be normal or fast, not "slow"');
    expect(() => parse("--epochs=fast", "--genesis=g.json")).toThrow("own genesis");
  });

  test.each([["--prices=guess"], ["--prices=file:"], ["--unknown"], ["word"]])(
    "refuses %s",
    (word) => {
      expect(() => parse(word)).toThrow();
    },
  );
});
