import type { ComplianceProvider } from "@perpetua/api";
import { z } from "zod";

/** Settings of who screens addresses; comlink asks per question, roundtable for all in use. */
export const complianceOptions = {
  COMPLIANCE_DATA_CLIENT: z
    .enum(["NONE", "PLACEHOLDER", "BLOCKLIST"])
    .default("NONE")
    .describe("who screens addresses"),
  BLOCKED_ADDRESSES: z
    .string()
    .default("")
    .transform((text) => new Set(text.split(",").filter((item) => item !== "")))
    .describe("comma list for COMPLIANCE_DATA_CLIENT=BLOCKLIST"),
} as const;

type Options = z.output<z.ZodObject<typeof complianceOptions>>;

/** The provider of the settings; undefined when nobody screens (indexer.md §6.13). */
export function complianceProvider(options: Options): ComplianceProvider | undefined {
  switch (options.COMPLIANCE_DATA_CLIENT) {
    case "NONE":
      return undefined;
    case "PLACEHOLDER":
      // Blocks addresses whose last character is b…l.
      return {
        screen: async (address) => {
          const blocked = /[b-l]$/.test(address);
          return { blocked, riskScore: blocked ? 75 : undefined };
        },
      };
    case "BLOCKLIST":
      return {
        screen: async (address) => {
          const blocked = options.BLOCKED_ADDRESSES.has(address);
          return { blocked, riskScore: blocked ? 100 : undefined };
        },
      };
  }
}
