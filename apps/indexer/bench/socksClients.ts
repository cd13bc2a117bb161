import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/**
 * Clients of the socks benchmark, in a process of their own: raw TCP sockets that upgrade,
 * subscribe and count frames without looking into them, so that they cost as little as possible.
 */
interface Start {
  readonly port: number;
  readonly clients: number;
  readonly subscriptions: readonly string[];
}

let frames = 0;
let target = Number.POSITIVE_INFINITY;
let sockets: Socket[] = [];

process.on("message", (message: Start | { expect: number } | "stop") => {
  if (message === "stop") {
    for (const socket of sockets) socket.destroy();
    process.exit(0);
  } else if ("expect" in message) {
    target = message.expect;
    report();
  } else {
    void open(message);
  }
});

async function open({ port, clients, subscriptions }: Start): Promise<void> {
  sockets = await Promise.all(Array.from({ length: clients }, () => client(port, subscriptions)));
}

function client(port: number, subscriptions: readonly string[]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const count = frameCounter();
    let upgraded = false;
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      if (upgraded) return count(chunk);
      upgraded = true;
      for (const text of subscriptions) socket.write(clientFrame(text));
      const end = chunk.indexOf("\r\n\r\n") + 4;
      if (end < chunk.length) count(chunk.subarray(end));
      resolve(socket);
    });
    const key = randomBytes(16).toString("base64");
    socket.write(
      `GET /v4/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  });
}

/** Counts server frames over chunk borders. */
function frameCounter(): (chunk: Buffer) => void {
  let skip = 0;
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    let offset = 0;
    let data = chunk;
    if (rest.length > 0) {
      data = Buffer.concat([rest, chunk]);
      rest = Buffer.alloc(0);
    }
    for (;;) {
      if (skip > 0) {
        const step = Math.min(skip, data.length - offset);
        skip -= step;
        offset += step;
        if (skip > 0) return;
        frames += 1;
        if (frames >= target) report();
      }
      if (offset === data.length) return;
      const short = (data[offset + 1] ?? 0) & 127;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length - offset < header) {
        rest = data.subarray(offset);
        return;
      }
      skip =
        short < 126
          ? short
          : short === 126
            ? data.readUInt16BE(offset + 2)
            : data.readUInt32BE(offset + 6);
      offset += header;
    }
  };
}

function report(): void {
  if (frames < target) return;
  target = Number.POSITIVE_INFINITY;
  process.send?.({ frames });
}

/** A masked text frame (the mask is zero, which is legal and leaves the text as it is). */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
