const TIMEOUT_MS = 2_000;

/**
 * Waits for Redis, but not for ever: commands queue up while it is away, and a question must rather
 * fail than hang. A restart of Redis fits into the time.
 */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Redis did not answer in time")), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
