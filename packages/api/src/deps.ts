import type { RedisClient } from "@perpetua/messaging";
import type { MarketCatalog } from "./stores/marketCatalog.js";
import type { StreamHub } from "./stream/streamHub.js";

/** Reads rows; numbers arrive as the driver gives them (numeric and int8 as strings). */
export interface SqlReader {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Time as the services see it; a replay sets it to the moment of the recording. */
export interface Clock {
  nowMs(): number;
}

/** Sends tokens of the local network; absent where there is no faucet. */
export interface Faucet {
  tokens(request: { address: string; subaccountNumber: number; amount: number }): Promise<void>;
  nativeToken(request: { address: string }): Promise<void>;
}

/** A screening provider's verdict; `riskScore` undefined means that it does not know. */
export interface ComplianceVerdict {
  readonly blocked: boolean;
  readonly riskScore: number | undefined;
}

/** Asks a provider about an address. */
export interface ComplianceProvider {
  screen(address: string): Promise<ComplianceVerdict>;
}

/** Settings that change answers (api.md §2.2). */
export interface ApiSettings {
  readonly geoBlocking: boolean;
  readonly allowedAddresses: ReadonlySet<string>;
  readonly internalIps: ReadonlySet<string>;
  /** Test deployments answer `/compliance/setStatus` and the test notification. */
  readonly testEndpoints: boolean;
}

/** Everything that the services need; built once by the server. */
export interface ApiDeps {
  /** Reads go to the replica when there is one. */
  readonly db: SqlReader;
  /** The primary, for the few writes. */
  readonly primary: SqlReader;
  readonly redis: RedisClient;
  readonly markets: MarketCatalog;
  readonly hub: StreamHub;
  readonly clock: Clock;
  readonly faucet: Faucet | undefined;
  /** Absent: no address is ever restricted. */
  readonly compliance: ComplianceProvider | undefined;
  readonly settings: ApiSettings;
}
