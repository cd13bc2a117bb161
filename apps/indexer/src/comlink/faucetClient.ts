import type { Faucet } from "@perpetua/api";
import { AppError } from "@perpetua/telemetry";

const TIMEOUT_MS = 10_000;

/** The local network's faucet over HTTP (contract.md: port 3001). */
export function createFaucetClient(baseUrl: string): Faucet {
  async function post(path: string, body: unknown): Promise<void> {
    const response = await fetch(new URL(path, baseUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      const text = await response.text();
      throw new AppError("FAUCET", `faucet answered ${response.status}: ${text.slice(0, 200)}`);
    }
  }
  return {
    tokens: (request) => post("/faucet/tokens", request),
    nativeToken: (request) => post("/faucet/native-token", request),
  };
}
