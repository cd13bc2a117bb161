import type { Metrics } from "@perpetua/telemetry";

export function createSocksMetrics(metrics: Metrics, connectionCount: () => number) {
  return {
    connections: metrics.gauge({
      name: "socks_connections_count",
      help: "Open client connections",
      read: connectionCount,
    }),
    subscriptions: metrics.gauge({
      name: "socks_subscriptions_count",
      help: "Subscriptions by channel",
      labels: ["channel"],
    }),
    forwarded: metrics.counter({
      name: "socks_forwarded_messages_total",
      help: "Kafka records by topic",
      labels: ["topic"],
    }),
    delivered: metrics.counter({
      name: "socks_delivered_messages_total",
      help: "Client updates that the records became",
      labels: ["topic"],
    }),
    dropped: metrics.counter({
      name: "socks_dropped_total",
      help: "Slow clients and unroutable records",
      labels: ["reason"],
    }),
  };
}
