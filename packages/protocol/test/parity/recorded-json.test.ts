import { describe, expect, test } from "vitest";
import {
  codecs,
  fromProtoJson,
  type JsonValue,
  matchRestRoute,
  requestFromParams,
  toProtoJson,
} from "../../src/index.js";
import { type LcdFile, readJson, readLines } from "../recordings/load.js";

/** JSON → message → bytes → message → JSON. */
function roundTrip(typeName: string, json: JsonValue): JsonValue {
  const codec = codecs[typeName];
  if (codec === undefined) throw new Error(typeName);
  const bytes = codec.encode(fromProtoJson(typeName, json)).finish();
  return toProtoJson(typeName, codec.decode(bytes));
}

describe.each(["main", "edge"] as const)("LCD answers of %s", (recording) => {
  const { queries } = readJson<LcdFile>(recording, "lcd.json.gz");
  const answers = Object.entries(queries);

  test.each(answers.filter(([, a]) => a.status === 200))("%s", (path, answer) => {
    const [name = "", query = ""] = path.split("?");
    const match = matchRestRoute("GET", name);
    if (match === undefined) throw new Error(`no route for ${path}`);
    const { route, pathParams } = match;
    const params = [...Object.entries(pathParams), ...new URLSearchParams(query)];
    const request = requestFromParams(route.request, params);
    expect(codecs[route.request]?.encode(request).finish()).toBeInstanceOf(Uint8Array);
    // The text too: the order of members is part of what clients see.
    expect(JSON.stringify(roundTrip(route.response, answer.body))).toBe(
      JSON.stringify(answer.body),
    );
  });

  test("paths that the gateway does not know have no route", () => {
    const unknown = answers.filter(([, a]) => a.status === 501);
    expect(unknown.length).toBeGreaterThan(0);
    for (const [path] of unknown) {
      expect(matchRestRoute("GET", path.split("?")[0] ?? ""), path).toBeUndefined();
    }
  });
});

describe.each(["main", "edge"] as const)("streaming frames of %s", (recording) => {
  const typeName = "dydxprotocol.clob.StreamOrderbookUpdatesResponse";

  test("round-trip to the same text", () => {
    const lines = readLines<{ frame?: JsonValue }>(recording, "streaming.jsonl.gz");
    const frames = lines.flatMap(({ frame }) => (frame === undefined ? [] : [frame]));
    expect(frames.length).toBeGreaterThan(10);
    for (const frame of frames) {
      const json = (typeof frame === "string" ? JSON.parse(frame) : frame) as JsonValue;
      expect(JSON.stringify(roundTrip(typeName, json))).toBe(JSON.stringify(json));
    }
  });
});
