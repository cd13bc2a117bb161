import { describe, expect, it } from "vitest";
import { localGenesis } from "../../../src/genesis/localGenesis.js";
import { GENESIS_TIME, openTestChain, removeHome } from "../../support/testChain.js";

interface Genesis {
  readonly app_state: { readonly blocktime: object };
}

/** Time between blocks of a network whose governance asks for `delay`. */
async function interval(delay: string | undefined): Promise<number> {
  const genesis = localGenesis(GENESIS_TIME) as unknown as Genesis;
  const synchrony_params = delay === undefined ? undefined : { next_block_delay: delay };
  Object.assign(genesis.app_state.blocktime, { synchrony_params });
  const test = openTestChain({ genesis });
  try {
    await test.block();
    return test.driver.intervalMs();
  } finally {
    await test.close();
    removeHome(test.home);
  }
}

describe("app part 7: the delay of the next block", () => {
  it("is the node's own choice while governance set none", async () => {
    expect(await interval(undefined)).toBe(500);
    expect(await interval("0s")).toBe(500);
  });

  it("is what governance set, as far as a timer can hold it", async () => {
    expect(await interval("2.5s")).toBe(2_500);
    expect(await interval("0.0005s")).toBe(1);
    expect(await interval("9000000s")).toBe(2 ** 31 - 1);
  });
});
