import { z } from "zod";
import { pathAddress, withRule } from "./rules.js";

export const notificationLanguage = z.enum(["en", "es", "fr", "de", "it", "ja", "ko", "zh"]);

/** Body and path of a push-token registration; REST has three messages a field (api.md §1.23). */
export const registerTokenInput = z.object({
  address: pathAddress(),
  token: withRule(z.string().min(1), "json", "Token", { missingIn: "body" }),
  timestamp: withRule(z.number(), "json", "timestamp", { missingIn: "body" }),
  message: withRule(z.string().min(1), "json", "message", { missingIn: "body" }),
  signedMessage: withRule(z.string().min(1), "json", "signedMessage", { missingIn: "body" }),
  pubKey: withRule(z.string().min(1), "json", "pubKey", { missingIn: "body" }),
  walletIsKeplr: withRule(z.boolean(), "json", "walletIsKeplr", { missingIn: "body" }),
  language: withRule(notificationLanguage.default("en"), "json", "Invalid language code", {
    missingIn: "body",
  }),
});
export type RegisterTokenInput = z.output<typeof registerTokenInput>;
export const registerTokenResponse = z.object({});
export const testNotificationInput = z.object({ address: pathAddress() });
export const testNotificationResponse = z.object({ message: z.string() });
