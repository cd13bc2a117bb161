import type { OrderedProducer, OutgoingMessage, Topic, TopicMessages } from "@perpetua/messaging";

/** Keeps what a service sends instead of sending it. */
export class MemoryProducer implements Pick<OrderedProducer, "sendAllInOrder"> {
  readonly #byTopic = new Map<Topic, OutgoingMessage[]>();

  sendAllInOrder(batches: readonly TopicMessages[]): Promise<void> {
    for (const { topic, messages } of batches) {
      const list = this.#byTopic.get(topic);
      if (list === undefined) this.#byTopic.set(topic, [...messages]);
      else list.push(...messages);
    }
    return Promise.resolve();
  }

  sent(topic: Topic): readonly OutgoingMessage[] {
    return this.#byTopic.get(topic) ?? [];
  }
}
