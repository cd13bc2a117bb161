/** Field names whose values never reach a log. */
const SECRET_FIELDS = [
  "password",
  "secret",
  "token",
  "accessToken",
  "refreshToken",
  "apiKey",
  "privateKey",
  "mnemonic",
  "authorization",
  "cookie",
] as const;

/** Pino redacts by path: each secret field at the top and up to two levels down. */
export const REDACTED_PATHS: readonly string[] = SECRET_FIELDS.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
]);
