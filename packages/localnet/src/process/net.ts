import { type AddressInfo, createServer, connect as netConnect } from "node:net";
import { AppError } from "@perpetua/telemetry";

/** True when nothing listens on the port of this address. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Throws one line for the user when something else listens on the port. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  if (await isPortFree(port, host)) return;
  const message = `port ${port} is taken by another program; stop it, or set PERPETUA_PORT_OFFSET`;
  throw new AppError("PORT_TAKEN", message);
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Sends bytes and resolves with the first answer; rejects after `timeoutMs`. */
export function ask(
  host: string,
  port: number,
  question: string,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = netConnect({ host, port });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer in ${timeoutMs} ms`)));
    socket.once("connect", () => socket.write(question));
    socket.once("data", (chunk) => {
      resolve(chunk.toString());
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("connection closed without an answer")));
  });
}
