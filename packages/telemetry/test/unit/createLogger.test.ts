import { expect, test } from "vitest";
import { AppError, createLogger, type LogLevel } from "../../src/index.js";

function capture(level: LogLevel = "info") {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const logger = createLogger({ name: "probe", level, destination });
  return { logger, records: () => lines.map((line) => JSON.parse(line)) };
}

test("a record is one JSON line with name, level, time and message", () => {
  const { logger, records } = capture();
  logger.info({ height: 3 }, "committed");
  logger.debug("left out");
  expect(records()).toHaveLength(1);
  expect(records()[0]).toMatchObject({
    name: "probe",
    level: "info",
    height: 3,
    msg: "committed",
    time: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test("secrets are redacted at three depths, in children too", () => {
  const { logger, records } = capture();
  logger
    .child({ mnemonic: "abandon about" })
    .info({ token: "a", user: { password: "b" }, a: { b: { privateKey: "c" } }, plain: "d" });
  const text = JSON.stringify(records());
  for (const secret of ["abandon", '"a"', '"b"', '"c"']) {
    expect(text.replaceAll(/"(a|b)":/g, ""), secret).not.toContain(secret);
  }
  expect(records()[0]).toMatchObject({ token: "[redacted]", plain: "d" });
});

test("a child adds its fields", () => {
  const { logger, records } = capture();
  logger.child({ topic: "to-ender" }).warn("slow");
  expect(records()[0]).toMatchObject({ topic: "to-ender", level: "warn" });
});

test("an error keeps code, fields and causes", () => {
  const { logger, records } = capture();
  const err = new AppError("SEND", "no", { cause: new Error("root"), fields: { height: 7n } });
  logger.error({ err }, "failed");
  expect(records()[0].err).toMatchObject({
    code: "SEND",
    fields: { height: "7" },
    cause: { message: "root" },
  });
});

test("an unknown level is refused", () => {
  expect(() => createLogger({ name: "x", level: "loud" as LogLevel })).toThrow(/unknown log level/);
});
