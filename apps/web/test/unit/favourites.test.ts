import { describe, expect, it } from "vitest";
import { readFavourites } from "../../src/lib/settings/favourites";

describe("favourites", () => {
  it("are read as a list of tickers and nothing else", () => {
    expect(readFavourites('["BTC-USD","ETH-USD"]')).toEqual(["BTC-USD", "ETH-USD"]);
    for (const bad of [null, "", "{", '{"a":1}', "7"]) expect(readFavourites(bad)).toEqual([]);
    expect(readFavourites('["BTC-USD",3]')).toEqual(["BTC-USD"]);
  });
});
