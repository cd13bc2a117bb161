import { SERVICES } from "../services/services.js";
import { type LaunchSpec, SERVICE_NAMES, type ServiceName } from "../services/types.js";
import { askPage, askReady, type Health } from "./health.js";
import type { PartSpec } from "./partSpec.js";
import {
  externalUrl,
  probeHost,
  programSpec,
  type StackContext,
  serviceContext,
  serviceUrl,
} from "./stackContext.js";

const ALIVE: Health = { healthy: true, reachable: true, detail: "", info: {} };

function serviceName(part: PartSpec): ServiceName | undefined {
  return part.kind === "service" ? SERVICE_NAMES.find((name) => name === part.name) : undefined;
}

/** True when the user's own server takes the place of this part. */
export function isExternal(context: StackContext, part: PartSpec): boolean {
  const name = serviceName(part);
  return name !== undefined && externalUrl(context, name) !== undefined;
}

/** How to run the part now; for a service this finds or fetches the program. */
export async function prepareSpec(
  context: StackContext,
  part: PartSpec,
  progress: (line: string) => void,
): Promise<LaunchSpec> {
  const name = serviceName(part);
  if (name === undefined) return programSpec(context, part);
  const report = (line: string) => progress(`${name}: ${line}`);
  return SERVICES[name].prepare(serviceContext(context, name, report));
}

/** Asks the part how it is; rejects when nothing answers. */
export async function probePart(context: StackContext, part: PartSpec): Promise<Health> {
  const name = serviceName(part);
  if (name !== undefined) {
    await SERVICES[name].probe(serviceUrl(context, name));
    return isExternal(context, part) ? { ...ALIVE, detail: "external" } : ALIVE;
  }
  const base = (port: number) => `http://${probeHost(context.env.bind)}:${port}`;
  if (part.opsPort !== undefined) {
    return askReady(`${base(context.ports[part.opsPort])}/health/ready`);
  }
  if (part.page !== undefined) {
    return askPage(`${base(context.ports[part.page.port])}${part.page.path}`);
  }
  return ALIVE;
}

/** Work once a part is healthy for the first time. */
export async function afterFirstReady(context: StackContext, part: PartSpec): Promise<void> {
  const name = serviceName(part);
  if (name === undefined) return;
  await SERVICES[name].afterReady?.(serviceContext(context, name, () => {}));
}
