/** Ports at offset 0; users, scripts and checks rely on them. */
export const BASE_PORTS = {
  web: 3000,
  faucet: 3001,
  comlink: 3002,
  socks: 3003,
  rest: 1317,
  rpc: 26657,
  grpc: 9090,
  streaming: 9092,
  postgres: 5435,
  redis: 6382,
  kafka: 9095,
  kafkaController: 9096,
  opsNode: 9100,
  opsFaucet: 9101,
  opsEnder: 9102,
  opsVulcan: 9103,
  opsComlink: 9104,
  opsSocks: 9105,
  opsRoundtable: 9106,
  opsWeb: 9107,
  opsSupervisor: 9110,
} as const;

export type PortName = keyof typeof BASE_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** All ports of a stack. */
export function portsAt(offset: number): Ports {
  const shifted = Object.entries(BASE_PORTS).map(([name, port]) => [name, port + offset]);
  return Object.fromEntries(shifted) as Record<PortName, number>;
}
