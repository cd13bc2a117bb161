import { z } from "zod";
import { pathAddress, plainText, withRule } from "./rules.js";

export const notificationLanguage = z.enum(["en", "es", "fr", "de", "it", "ja", "ko", "zh"]);

/** A required text of the body: REST has three messages a field (api.md §1.23). */
function bodyField<S extends z.ZodType>(schema: S, name: string, type: string): S {
  const wrongType = `${name} must be a ${type}`;
  const empty = `${name} cannot be empty`;
  return withRule(schema, "json", wrongType, {
    missingIn: "body",
    missingMessage: `${name} is required`,
    missingExtra: [wrongType, empty],
    emptyMessage: empty,
  });
}

export const registerTokenInput = z.object({
  address: pathAddress(),
  token: bodyField(plainText().min(1), "Token", "string"),
  timestamp: bodyField(z.number(), "timestamp", "number"),
  message: bodyField(z.string().min(1), "message", "string"),
  signedMessage: bodyField(z.string().min(1), "signedMessage", "string"),
  pubKey: bodyField(z.string().min(1), "pubKey", "string"),
  walletIsKeplr: bodyField(z.boolean(), "walletIsKeplr", "boolean"),
  language: withRule(notificationLanguage.default("en"), "json", "Invalid language code", {
    missingIn: "body",
  }),
});
export type RegisterTokenInput = z.output<typeof registerTokenInput>;
export const registerTokenResponse = z.object({});
export const testNotificationInput = z.object({ address: pathAddress() });
export const testNotificationResponse = z.object({ message: z.string() });
