import { z } from "zod";
import type { Endpoints } from "../config/publicConfig";

/**
 * The three things that the web asks of the node itself: an account's number and sequence, its
 * wallet balances, and to take a signed transaction (design.md §1).
 */
export interface ChainAccount {
  accountNumber: bigint;
  sequence: bigint;
}
export interface Balance {
  denom: string;
  amount: bigint;
}
export interface BroadcastResult {
  code: number;
  codespace: string;
  log: string;
  hash: string;
}
export interface FeeRates {
  makerPpm: number;
  takerPpm: number;
}

// Compiled validators need eval, which the Content-Security-Policy forbids.
z.config({ jitless: true });

const baseAccount = z.object({ account_number: z.string(), sequence: z.string() });
const accountReply = z.object({
  account: z.union([
    baseAccount,
    z.object({ base_account: baseAccount }).transform((account) => account.base_account),
  ]),
});
const balancesReply = z.object({
  balances: z.array(z.object({ denom: z.string(), amount: z.string() })),
});
const broadcastReply = z.object({
  result: z
    .object({ code: z.number(), codespace: z.string(), log: z.string(), hash: z.string() })
    .optional(),
  error: z.object({ message: z.string(), data: z.string().optional() }).optional(),
});
const txReply = z.object({
  result: z
    .object({
      height: z.string(),
      tx_result: z.object({
        code: z.number().optional(),
        log: z.string().optional(),
        codespace: z.string().optional(),
      }),
    })
    .optional(),
});
const feeTierReply = z.object({
  tier: z.object({
    maker_fee_ppm: z.coerce.number(),
    taker_fee_ppm: z.coerce.number(),
  }),
});

const sourceReply = z.object({ source: z.enum(["sim", "live", "file"]) });
export type PriceSource = z.infer<typeof sourceReply>["source"];

export class NodeClient {
  constructor(private readonly endpoints: Pick<Endpoints, "rpc" | "lcd">) {}

  /** null when the chain does not know the address yet. */
  async account(address: string): Promise<ChainAccount | null> {
    const response = await fetch(`${this.endpoints.lcd}/cosmos/auth/v1beta1/accounts/${address}`);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`account query answered ${response.status}`);
    const { account } = accountReply.parse(await response.json());
    return { accountNumber: BigInt(account.account_number), sequence: BigInt(account.sequence) };
  }

  async balances(address: string): Promise<Balance[]> {
    const response = await fetch(`${this.endpoints.lcd}/cosmos/bank/v1beta1/balances/${address}`);
    if (response.status === 404) return [];
    if (!response.ok) throw new Error(`balance query answered ${response.status}`);
    const { balances } = balancesReply.parse(await response.json());
    return balances.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) }));
  }

  async feeRates(address: string): Promise<FeeRates> {
    const path = `/dydxprotocol/v4/feetiers/user_fee_tier?user=${address}`;
    const response = await fetch(`${this.endpoints.lcd}${path}`);
    if (!response.ok) throw new Error(`fee tier query answered ${response.status}`);
    const { tier } = feeTierReply.parse(await response.json());
    return { makerPpm: tier.maker_fee_ppm, takerPpm: tier.taker_fee_ppm };
  }

  /** Where oracle prices come from right now; null on nodes that do not say. */
  async priceSource(): Promise<PriceSource | null> {
    const response = await fetch(`${this.endpoints.lcd}/perpetua/v1/oracle/source`);
    if (!response.ok) return null;
    const parsed = sourceReply.safeParse(await response.json());
    return parsed.success ? parsed.data.source : null;
  }

  /** Resolves when the node has checked the transaction; a refusal is a result, not an error. */
  async broadcast(tx: Uint8Array): Promise<BroadcastResult> {
    const reply = broadcastReply.parse(await this.call("broadcast_tx_sync", { tx: base64(tx) }));
    if (reply.result) return reply.result;
    const detail = reply.error?.data ?? reply.error?.message ?? "no result";
    return { code: -1, codespace: "rpc", log: detail, hash: "" };
  }

  /** The result of an included transaction; null while it is not in a block. */
  async transaction(
    hash: string,
  ): Promise<{ code: number; codespace: string; log: string } | null> {
    const bytes = base64(
      Uint8Array.from(hash.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)),
    );
    const { result } = txReply.parse(await this.call("tx", { hash: bytes, prove: false }));
    if (!result) return null;
    const { code = 0, log = "", codespace = "" } = result.tx_result;
    return { code, codespace, log };
  }

  private async call(method: string, params: Record<string, unknown>): Promise<unknown> {
    const response = await fetch(this.endpoints.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return response.json();
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
