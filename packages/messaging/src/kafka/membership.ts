import kafkajs, { type Broker, type Cluster, type Consumer, type PartitionAssigner } from "kafkajs";
import { Backoff } from "../backoff.js";

/** kafkajs leaves a group itself when it ends cleanly; its types do not show how. */
interface Coordinator extends Broker {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

export interface MembershipSettings {
  readonly groupId: string;
  /** A dead member is forgotten by then anyway. */
  readonly sessionTimeoutMs: number;
  /** The client id that no other living process uses; undefined when others may. */
  readonly soleClientId: string | undefined;
}

/**
 * A consumer's place in its group, over the deaths of brokers and of its own process. A member that
 * could not leave is waited for until its session is over: ten seconds in which nobody reads. So
 * the next consumer first takes it out.
 */
export class Membership {
  #cluster: Cluster | undefined;
  #memberId: string | undefined;
  #hasJoined = false;

  constructor(private readonly settings: MembershipSettings) {}

  /** The usual assignment; kafkajs shows assigners the cluster, and nobody else. */
  readonly assigner: PartitionAssigner = (config) => {
    this.#cluster = config.cluster;
    return kafkajs.PartitionAssigners.roundRobin(config);
  };

  /** The consumer is a member now. */
  joined(memberId: string): void {
    this.#memberId = memberId;
    this.#hasJoined = true;
  }

  /** Takes dead members of ours out of the group; the connected consumer has not joined yet. */
  async endPrevious(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + this.settings.sessionTimeoutMs;
    const backoff = new Backoff(50, 500);
    while (Date.now() < deadline && !signal.aborted) {
      try {
        for (const memberId of await this.#deadMembers(consumer)) await this.#takeOut(memberId);
        this.#memberId = undefined;
        return;
      } catch (error) {
        // A young broker still loads the group; an unknown member is gone already.
        if (error instanceof kafkajs.KafkaJSProtocolError && !error.retriable) return;
        await backoff.wait(signal);
      }
    }
  }

  async #deadMembers(consumer: Consumer): Promise<string[]> {
    if (this.#memberId !== undefined) return [this.#memberId];
    const { soleClientId } = this.settings;
    // Of another process: only its first consumer can find any.
    if (soleClientId === undefined || this.#hasJoined) return [];
    const { members } = await consumer.describeGroup();
    return members.filter((m) => m.clientId === soleClientId).map((m) => m.memberId);
  }

  async #takeOut(memberId: string): Promise<void> {
    const { groupId } = this.settings;
    const coordinator = await this.#cluster?.findGroupCoordinator({ groupId });
    await (coordinator as Coordinator | undefined)?.leaveGroup({ groupId, memberId });
  }
}
