export const dynamic = "force-dynamic";

/** Enough for the supervisor's dashboard; requests are counted by whatever stands in front. */
export function GET(): Response {
  const memory = process.memoryUsage();
  const lines = [
    "# TYPE process_uptime_seconds gauge",
    `process_uptime_seconds ${process.uptime().toFixed(1)}`,
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memory.rss}`,
    "# TYPE nodejs_heap_size_used_bytes gauge",
    `nodejs_heap_size_used_bytes ${memory.heapUsed}`,
  ];
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "content-type": "text/plain; version=0.0.4" },
  });
}
