import { z } from "zod";
import { pathAddress, plainText, withRule } from "./rules.js";
import { complianceAction, complianceReason, complianceStatus, isoMs } from "./scalars.js";

export const screenInput = z.object({
  address: withRule(plainText(), "string", "Invalid value"),
});
export type ScreenInput = z.output<typeof screenInput>;
export const screenResponse = z.object({
  restricted: z.boolean(),
  reason: z.string().optional(),
});
export type ScreenResponse = z.output<typeof screenResponse>;

export const complianceScreenInput = z.object({ address: pathAddress() });
export const complianceScreenResponse = z.object({
  status: complianceStatus,
  reason: complianceReason.nullable().optional(),
  updatedAt: isoMs.optional(),
});
export type ComplianceScreenResponse = z.output<typeof complianceScreenResponse>;

const bodyText = (name: string) =>
  withRule(plainText().min(1), "json", `${name} must be a valid string`, { missingIn: "body" });
const action = () =>
  withRule(
    complianceAction,
    "json",
    `action must be one of ${complianceAction.options.join(",")}`,
    { missingIn: "body" },
  );

export const geoblockInput = z.object({
  address: bodyText("address"),
  message: bodyText("message"),
  currentStatus: withRule(z.string().optional(), "json", "currentStatus must be a valid string", {
    missingIn: "body",
  }),
  action: action(),
  signedMessage: bodyText("signedMessage"),
  pubkey: bodyText("pubkey"),
  timestamp: withRule(z.number(), "json", "timestamp must be a valid number", {
    missingIn: "body",
  }),
});
export type GeoblockInput = z.output<typeof geoblockInput>;
export const geoblockKeplrInput = z.object({
  address: bodyText("address"),
  message: bodyText("message"),
  action: action(),
  signedMessage: bodyText("signedMessage"),
  pubkey: bodyText("pubkey"),
});
export type GeoblockKeplrInput = z.output<typeof geoblockKeplrInput>;
export const geoblockResponse = z.object({
  status: complianceStatus,
  reason: complianceReason.nullable().optional(),
  updatedAt: isoMs,
});
export type GeoblockResponse = z.output<typeof geoblockResponse>;

export const setStatusInput = z.object({
  address: bodyText("address"),
  status: withRule(
    complianceStatus,
    "json",
    `status must be one of ${complianceStatus.options.join(",")}`,
    { missingIn: "body" },
  ),
  reason: withRule(
    complianceReason.optional(),
    "json",
    `reason must be one of ${complianceReason.options.join(",")}`,
    { missingIn: "body" },
  ),
});
export type SetStatusInput = z.output<typeof setStatusInput>;
export const setStatusResponse = z.object({
  status: complianceStatus,
  reason: complianceReason.nullable().optional(),
});
export type SetStatusResponse = z.output<typeof setStatusResponse>;
