/** Restores the snapshot in the file of the first argument, in a process that holds nothing else. */
import { readFileSync } from "node:fs";
import { Exchange } from "../src/app/exchange.js";

const bytes = new Uint8Array(readFileSync(process.argv[2] ?? ""));
const before = process.cpuUsage();
const exchange = Exchange.restore(bytes);
const { user, system } = process.cpuUsage(before);
const hash = Buffer.from(exchange.stateHash()).toString("hex");
process.send?.({ millis: (user + system) / 1_000, hash });
process.disconnect?.();
