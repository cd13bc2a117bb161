import kafkajs, { type Broker, type Cluster, type PartitionAssigner } from "kafkajs";
import { Backoff } from "../backoff.js";

/** kafkajs leaves a group itself when it ends cleanly; its types do not show how. */
interface Coordinator extends Broker {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

/**
 * A consumer's place in its group, over the restarts of the client library. When a broker dies, a
 * member can neither stay nor leave, and its group waits for it until its session is over: ten
 * seconds in which nobody reads. So the next consumer first takes the old member out.
 */
export class Membership {
  #cluster: Cluster | undefined;
  #memberId: string | undefined;

  constructor(
    private readonly groupId: string,
    /** The old member is forgotten by then anyway. */
    private readonly sessionTimeoutMs: number,
  ) {}

  /** The usual assignment; kafkajs shows assigners the cluster, and nobody else. */
  readonly assigner: PartitionAssigner = (config) => {
    this.#cluster = config.cluster;
    return kafkajs.PartitionAssigners.roundRobin(config);
  };

  /** The consumer is a member now. */
  joined(memberId: string): void {
    this.#memberId = memberId;
  }

  /** Takes the member of the consumer before out of the group; the connected one has not joined. */
  async endPrevious(signal: AbortSignal): Promise<void> {
    const { groupId } = this;
    const memberId = this.#memberId;
    const cluster = this.#cluster;
    if (memberId === undefined || cluster === undefined) return;
    this.#memberId = undefined;
    const deadline = Date.now() + this.sessionTimeoutMs;
    const backoff = new Backoff(50, 500);
    while (Date.now() < deadline && !signal.aborted) {
      try {
        const coordinator = await cluster.findGroupCoordinator({ groupId });
        await (coordinator as Coordinator).leaveGroup({ groupId, memberId });
        return;
      } catch (error) {
        // A young broker still loads the group; an unknown member is gone already.
        if (error instanceof kafkajs.KafkaJSProtocolError && !error.retriable) return;
        await backoff.wait(signal);
      }
    }
  }
}
