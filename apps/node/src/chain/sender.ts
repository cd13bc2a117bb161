import { decodeTx, lookupCodec, messageSchemas } from "@perpetua/protocol";

/**
 * The account that must sign the first message of a transaction; undefined when the bytes or the
 * message are unknown (the engine refuses those).
 */
export function senderOf(bytes: Uint8Array): string | undefined {
  const decoded = decodeTx(bytes);
  const first = decoded.ok ? decoded.tx.body.messages[0] : undefined;
  if (first === undefined) return undefined;
  const path = messageSchemas[first.typeUrl.slice(1)]?.signer;
  const codec = lookupCodec(first.typeUrl);
  if (path === undefined || codec === undefined) return undefined;
  let value: unknown = codec.decode(first.value);
  for (const name of path.split(".")) value = memberOf(value, name);
  return typeof value === "string" ? value : undefined;
}

function memberOf(value: unknown, snakeName: string): unknown {
  const key = snakeName.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return (value as Readonly<Record<string, unknown>> | undefined)?.[key];
}
