import { dydx } from "./client.mjs";

/** Everything that the official socket client received, by channel. */
export class Feed {
  constructor(indexerConfig) {
    this.messages = [];
    this.opened = new Promise((resolve, reject) => {
      this.socket = new dydx.SocketClient(
        indexerConfig,
        resolve,
        () => undefined,
        (event) => this.messages.push(JSON.parse(String(event.data))),
        (event) => reject(new Error(`socket: ${event.message}`)),
      );
      this.socket.connect();
    });
  }

  /** All messages of a channel (and id), oldest first. */
  of(channel, id) {
    return this.messages.filter((m) => m.channel === channel && (id === undefined || m.id === id));
  }

  /** Update contents of a channel, batches flattened. */
  updates(channel, id) {
    return this.of(channel, id)
      .filter((m) => m.type === "channel_data" || m.type === "channel_batch_data")
      .flatMap((m) => (Array.isArray(m.contents) ? m.contents : [m.contents]));
  }

  close() {
    this.socket.close();
  }
}
