/** Runs one check; its note, if any, is printed. A failed check ends its story. */
export type Check = (name: string, body: () => Promise<string | undefined>) => Promise<void>;

class StoryEnded extends Error {}

/** Counts checks and prints each as it ends; stories run side by side. */
export class Tally {
  passed = 0;
  failed = 0;

  /** Plays one story; its later checks rest on earlier ones, so the first failure ends it. */
  async play(name: string, story: (check: Check) => Promise<void>): Promise<void> {
    const check: Check = async (what, body) => {
      const startedAt = Date.now();
      const seconds = () => ((Date.now() - startedAt) / 1_000).toFixed(1);
      try {
        const note = await body();
        this.passed += 1;
        console.log(
          `ok   ${name}: ${what} (${seconds()} s)${note === undefined ? "" : `: ${note}`}`,
        );
      } catch (error) {
        this.fail(`${name}: ${what} (${seconds()} s)`, error);
        throw new StoryEnded();
      }
    };
    try {
      await story(check);
    } catch (error) {
      if (!(error instanceof StoryEnded)) this.fail(name, error);
    }
  }

  /** Counts what went wrong outside of every check too. */
  fail(what: string, error: unknown): void {
    this.failed += 1;
    console.log(`FAIL ${what}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
