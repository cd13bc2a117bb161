import { sleep } from "@perpetua/messaging";

export interface Refresher {
  stop(): Promise<void>;
}

/**
 * Runs `refresh` again and again with `intervalMs` between the end of one run and the start of the
 * next; a failure is reported and does not end the loop (indexer.md §1.5).
 */
export function startRefresher(
  refresh: () => Promise<void>,
  intervalMs: number,
  onError: (error: unknown) => void,
): Refresher {
  const stopping = new AbortController();
  const loop = async () => {
    for (;;) {
      await sleep(intervalMs, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await refresh();
      } catch (error) {
        onError(error);
      }
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
