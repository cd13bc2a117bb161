import { AppError } from "@perpetua/telemetry";
import { z } from "zod";

/** Variables by name; flags have already been laid over it (`readEnvironment`). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Validates a service's variables; all problems are reported in one message. */
export function readOptions<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new AppError("BAD_OPTIONS", problems.join("; "));
}

/** Text of an integer variable. */
export const integer = () =>
  z.coerce
    .number({ error: "must be a whole number" })
    .int({ error: "must be a whole number" })
    .nonnegative({ error: "must not be negative" });

/** Text of an address with one of the protocols. */
export const url = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `must be an address like ${example}` });

/** `true` or `false`, as text. */
export const flag = () => z.enum(["true", "false"]).transform((text) => text === "true");

/** One line per variable, for `--help`. */
export function describeOptions(schema: z.ZodObject): string {
  return Object.entries(schema.shape)
    .map(([name, field]) => `  ${name.padEnd(40)} ${(field as z.ZodType).description ?? ""}`)
    .join("\n");
}
