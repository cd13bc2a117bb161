/**
 * What `npm start` runs: finds or fetches real Postgres, Redis and Kafka, starts every part of the
 * exchange in order, keeps them alive, and tells how they are. Invariants: a part is never started
 * twice in one home, nothing outlives a clean stop, and what a crash left behind is found by pid
 * *and* start time, never by pid alone. Test suites use `startTestServices` and `provision`;
 * nothing else imports this package.
 */
export { BASE_PORTS, type PortName, type Ports, portsAt } from "./config/ports.js";
export { freePort, isPortFree } from "./process/net.js";
export { type Provisioned, type ProvisionOptions, provision } from "./services/provision.js";
export { SERVICE_NAMES, type ServiceName } from "./services/types.js";
export {
  startTestServices,
  stopTestServices,
  type TestServices,
} from "./testServices/startTestServices.js";
