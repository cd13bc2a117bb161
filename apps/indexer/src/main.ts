import { AppError, failStart } from "@perpetua/telemetry";
import { createTopics } from "./bazooka/createTopics.js";
import { readCommandLine } from "./env.js";
import { commonSchema } from "./options/common.js";
import { describeOptions } from "./options/options.js";
import { runServices } from "./shared/runServices.js";
import type { ServiceModule } from "./shared/service.js";

const SERVICES = ["ender", "vulcan", "comlink", "socks", "roundtable"] as const;

/** A service's module is loaded only where it runs, so that ender does not carry Fastify along. */
async function load(name: string): Promise<ServiceModule> {
  try {
    const module = (await import(`./${name}/service.js`)) as { service: ServiceModule };
    return module.service;
  } catch (cause) {
    throw new AppError("SERVICE_LOAD", `service ${name} cannot be loaded`, { cause });
  }
}

const USAGE = `usage: main.js <service> [--option value …]

services: ${SERVICES.join(", ")}, all (every service in one process)
commands: create-topics (creates missing Kafka topics and ends)

options (flags or environment variables, e.g. --ops-port or OPS_PORT):
${describeOptions(commonSchema)}
`;

async function main(): Promise<void> {
  const { command, help, environment } = readCommandLine(process.argv.slice(2));
  if (help || command === undefined) {
    process.stdout.write(USAGE);
    process.exitCode = help ? 0 : 2;
  } else if (command === "create-topics") {
    await createTopics(environment);
  } else if (command === "all") {
    await runServices("all", await Promise.all(SERVICES.map(load)), environment);
  } else if ((SERVICES as readonly string[]).includes(command)) {
    await runServices(command, [await load(command)], environment);
  } else {
    const known = [...SERVICES, "all", "create-topics"].join(", ");
    throw new AppError("UNKNOWN_SERVICE", `unknown service ${command}; there are ${known}`);
  }
}

main().catch((error: unknown) => failStart("indexer", error));
