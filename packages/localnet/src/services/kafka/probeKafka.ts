import { Kafka, logLevel } from "kafkajs";

const TIMEOUT_MS = 3_000;

/**
 * Rejects until the broker is a member of its cluster and coordinates consumer groups: clients
 * that come earlier are told to try again, and kafkajs prints that as errors.
 */
export async function probeKafka(brokers: string[]): Promise<void> {
  const client = new Kafka({
    clientId: "perpetua-probe",
    brokers,
    connectionTimeout: TIMEOUT_MS,
    requestTimeout: TIMEOUT_MS,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  try {
    await admin.connect();
    const { brokers: members } = await admin.describeCluster();
    if (members.length === 0) throw new Error("the cluster has no broker yet");
    await admin.describeGroups(["perpetua-probe"]);
  } finally {
    await admin.disconnect();
  }
}
