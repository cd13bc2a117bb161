import { Kafka, logLevel } from "kafkajs";
import pg from "pg";
import { ask } from "../process/net.js";
import { createDatabase } from "../services/postgres/postgres.js";

/** Makes an empty database on the server of `url` and returns its URL. */
export async function makeDatabase(url: string, name: string): Promise<string> {
  await createDatabase(url, name);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.toString();
}

/** Drops a database together with the sessions that still use it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Empties the Redis database that the URL's path names; one that names none is left alone. */
export async function flushRedisDatabase(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const index = Number(pathname.slice(1));
  if (!Number.isInteger(index) || index < 1) return;
  await ask(hostname, Number(port), `SELECT ${index}\r\nFLUSHDB\r\n`, 5_000);
}

/** Deletes the topics whose names start with the prefix. */
export async function deleteTopics(brokers: string, prefix: string): Promise<void> {
  const kafka = new Kafka({
    clientId: "perpetua-test-services",
    brokers: brokers.split(","),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
