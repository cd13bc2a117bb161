import { z } from "zod";

/** What the local faucet takes (`POST /faucet/tokens`); amounts are whole USDC. */
export const faucetTokensInput = z.object({
  address: z
    .string()
    .max(90)
    .regex(/^[A-Za-z0-9]+$/),
  subaccountNumber: z.int().min(0).max(128_000),
  amount: z.number().positive(),
});
export type FaucetTokensInput = z.output<typeof faucetTokensInput>;
export const faucetNativeTokenInput = z.object({
  address: z
    .string()
    .max(90)
    .regex(/^[A-Za-z0-9]+$/),
});
export type FaucetNativeTokenInput = z.output<typeof faucetNativeTokenInput>;
/** The faucet answers 202 without a body that clients read. */
export const faucetResponse = z.object({ accepted: z.boolean() });
export type FaucetResponse = z.output<typeof faucetResponse>;
