/** One server-sent event of a tRPC subscription. */
export interface SseEvent {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** Reads server-sent events until it is closed; pings and the opening event are left out. */
export class SseReader {
  readonly #stopping = new AbortController();
  readonly #events: AsyncGenerator<SseEvent>;

  constructor(url: string, lastEventId?: string) {
    this.#events = this.#read(url, lastEventId);
  }

  async next(): Promise<SseEvent> {
    const { value, done } = await this.#events.next();
    if (done === true) throw new Error("the stream ended");
    return value;
  }

  async take(count: number): Promise<SseEvent[]> {
    const events: SseEvent[] = [];
    while (events.length < count) events.push(await this.next());
    return events;
  }

  close(): void {
    this.#stopping.abort();
  }

  async *#read(url: string, lastEventId?: string): AsyncGenerator<SseEvent> {
    const response = await fetch(url, {
      headers: {
        accept: "text/event-stream",
        ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
      },
      signal: this.#stopping.signal,
    });
    if (response.body === null) throw new Error(`no stream: ${response.status}`);
    let pending = "";
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      pending += text;
      for (;;) {
        const end = pending.indexOf("\n\n");
        if (end < 0) break;
        const event = parse(pending.slice(0, end));
        pending = pending.slice(end + 2);
        if (event.event === undefined || event.event === "serialized-error") yield event;
      }
    }
  }
}

function parse(block: string): SseEvent {
  const field = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const data = field("data");
  return {
    event: field("event"),
    id: field("id"),
    data: data === undefined || data === "" ? undefined : JSON.parse(data),
  };
}
