import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fetchBlocksFrom, type LoggedBlock } from "../../../src/ender/backfill.js";

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

async function collect(url: string, from: number): Promise<LoggedBlock[]> {
  const blocks: LoggedBlock[] = [];
  for await (const block of fetchBlocksFrom(url)(from)) blocks.push(block);
  return blocks;
}

const line = (height: number) =>
  `{"height":${height},"block":"${Buffer.from([height, 255]).toString("base64")}"}`;

test("lines arrive in any pieces, with or without a final line feed", async () => {
  let asked = "";
  const url = await serve((request, response) => {
    asked = request.url ?? "";
    const text = [line(7), line(8), line(9)].join("\n");
    for (let at = 0; at < text.length; at += 5) response.write(text.slice(at, at + 5));
    response.end();
  });
  const blocks = await collect(url, 7);
  expect(asked).toBe("/events?from=7");
  expect(blocks.map(({ height, bytes }) => [height, [...bytes]])).toEqual([
    [7, [7, 255]],
    [8, [8, 255]],
    [9, [9, 255]],
  ]);
});

test("a node that refuses is an error, not an empty answer", async () => {
  const url = await serve((_, response) => {
    response.statusCode = 503;
    response.end();
  });
  await expect(collect(url, 1)).rejects.toMatchObject({ code: "BACKFILL" });
});

test("an answer that breaks off is an error", async () => {
  const url = await serve((_, response) => {
    response.write(`${line(1)}\n`);
    setTimeout(() => response.destroy(), 20);
  });
  await expect(collect(url, 1)).rejects.toThrow();
});
