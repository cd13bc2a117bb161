import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import { type ISocketFactoryArgs, Kafka, type LogEntry, logLevel } from "kafkajs";
import { type MessagingLog, silentLog } from "../log.js";
import type { KafkaOptions } from "./options.js";

/**
 * kafkajs prints harmless ERROR lines while a young broker loads its coordinators, and two for
 * every attempt to reach a broker that is away; of those, producers and consumers tell themselves.
 */
const EXPECTED =
  /rebalanc|coordinator|leader|not host this topic|Restarting the consumer|Failed to connect|Connection (error|timeout)|Crash: KafkaJS(Connection|NumberOfRetries|NoBroker)/i;

/** A connection to a cluster: kafkajs' client and the prefix of our names in it. */
export interface KafkaClient {
  readonly raw: Kafka;
  readonly topicPrefix: string;
}

/** A client whose own log lines go to `log` and never to the console. */
export function createKafka(options: KafkaOptions, log: MessagingLog = silentLog): KafkaClient {
  const raw = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: options.connectionTimeoutMs,
    socketFactory: openSocket,
    // The supervisors of producer and consumer retry for ever; kafkajs itself gives up early so
    // that a dead broker is noticed within a second.
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => forward(entry, log),
  });
  return { raw, topicPrefix: options.topicPrefix };
}

const KEEP_ALIVE_MS = 60_000;

/** kafkajs leaves Nagle's algorithm on: a request would wait for the answer to the one before. */
function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs) {
  // kafkajs passes no TLS options for a plain connection, whatever its types say.
  const tls = ssl as typeof ssl | undefined;
  const socket = tls
    ? connectTls(
        { host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...tls },
        onConnect,
      )
    : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.setNoDelay(true);
  return socket;
}

function forward(entry: LogEntry, log: MessagingLog): void {
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...context } = entry.log;
  const text = `kafkajs ${entry.namespace}: ${message}`;
  if (entry.level === logLevel.ERROR && !EXPECTED.test(`${message} ${context.error ?? ""}`)) {
    log.warning(text, context);
  } else {
    log.debug(text, context);
  }
}
