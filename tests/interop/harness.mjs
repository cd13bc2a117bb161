import assert from "node:assert/strict";

let passed = 0;
let failed = 0;

/** Runs one step; a failure is printed with its cause and counted, later steps still run. */
export async function step(name, run) {
  const started = Date.now();
  try {
    await run();
    passed += 1;
    console.log(`ok   ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error?.stack ?? error}`);
  }
}

/** Waits until `read` gives something that `accept` takes. */
export async function eventually(what, read, accept = Boolean, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  let last;
  for (;;) {
    try {
      last = await read();
      if (accept(last)) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      const seen = last instanceof Error ? (last.stack ?? String(last)) : JSON.stringify(last);
      assert.fail(`${what}: not within ${timeoutMs} ms; last seen ${String(seen).slice(0, 1_500)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ends the suite with the line that the test runner reads. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
