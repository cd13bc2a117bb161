import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Apart from the contract's ports; the highest, 26657, must stay below 65536. */
const OFFSET = 21_000;
const PATIENCE_MS = 60_000;

export interface Stage {
  url: string;
  /** Sets the rate of book updates and returns the book. */
  flood(perSecond: number): Promise<WireBook>;
  book(): Promise<WireBook>;
  close(): void;
}

export interface WireBook {
  bids: { price: string; size: string }[];
  asks: { price: string; size: string }[];
}

/** The compiled page over the development market. */
export async function openStage(): Promise<Stage> {
  const turbo = `${ROOT}node_modules/.bin/turbo`;
  execFileSync(turbo, ["run", "build", "--filter=@perpetua/web", "--output-logs=errors-only"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  const env = { ...process.env, PERPETUA_PORT_OFFSET: String(OFFSET) };
  const start = (args: string[]): ChildProcess =>
    spawn(process.execPath, args, { cwd: WEB, env, stdio: ["ignore", "ignore", "inherit"] });
  const market = start(["--conditions=source", "--import", "tsx", "dev/server.ts"]);
  const next = fileURLToPath(import.meta.resolve("next/dist/bin/next"));
  const page = start([next, "start", "-p", String(3000 + OFFSET)]);
  const control = `http://localhost:${3001 + OFFSET}/dev`;
  const url = `http://localhost:${3000 + OFFSET}`;
  await answers(`${control}/book`);
  await answers(`${url}/api/health/live`);
  const json = async (response: Response): Promise<WireBook> => (await response.json()) as WireBook;
  return {
    url,
    flood: async (perSecond) => {
      const body = JSON.stringify({ perSecond });
      return json(await fetch(`${control}/flood`, { method: "POST", body }));
    },
    book: async () => json(await fetch(`${control}/book`)),
    close: () => {
      market.kill();
      page.kill();
    },
  };
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false, // Not listening yet.
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} does not answer`);
}
