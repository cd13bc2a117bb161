import pg from "pg";

/**
 * Leadership among processes that share a database: a session-level advisory lock on a connection
 * of its own. When the leader dies, the server sees the connection close and the next one takes
 * over at once; no timeout has to pass.
 */
export interface Leadership {
  /** Resolves when this process is the leader; waits as long as another one is. */
  acquire(): Promise<void>;
  /** False from the moment the connection is lost. */
  readonly held: boolean;
  release(): Promise<void>;
}

/**
 * `key` names the office; one number per kind of leader. `onLost` runs once per lost connection.
 */
export function createLeadership(
  url: string,
  key: number,
  onLost: () => void = () => undefined,
): Leadership {
  let client: pg.Client | undefined;
  let held = false;
  return {
    get held() {
      return held;
    },
    async acquire() {
      if (held) return;
      const candidate = new pg.Client({ connectionString: url, keepAlive: true });
      const lose = () => {
        if (client !== candidate || !held) return;
        held = false;
        onLost();
      };
      candidate.on("error", lose);
      candidate.on("end", lose);
      client = candidate;
      await candidate.connect();
      await candidate.query("SELECT pg_advisory_lock($1)", [key]);
      held = true;
    },
    async release() {
      held = false;
      const connection = client;
      client = undefined;
      await connection?.end();
    },
  };
}
