import type { Page } from "@playwright/test";

export interface Frames {
  perSecond: number;
  /** Of all seconds of the measurement, the one with the fewest frames. */
  slowestSecond: number;
  /** From a book message's arrival to the end of the frame that painted the ladder; p95. */
  paintP95Ms: number;
  /** Book messages per second that really arrived. */
  messagesPerSecond: number;
}

interface Probe {
  frames: number[];
  waiting: number[];
  latencies: number[];
  messages: number;
  painted: boolean;
}

/**
 * Watches the page from inside: when book messages arrive, when the ladder is painted, when frames
 * end. Runs in the page before anything else, so it must not refer to this module.
 */
export function installProbe(): void {
  const probe: Probe = { frames: [], waiting: [], latencies: [], messages: 0, painted: false };
  (window as unknown as { probe: Probe }).probe = probe;

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", ({ data }) => {
        if (!String(data).includes('"channel":"v4_orderbook"')) return;
        probe.waiting.push(performance.now());
        probe.messages += 1;
      });
    }
  };

  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box): void {
    if (this.canvas.classList.contains("ladder")) probe.painted = true;
    clear.apply(this, box);
  };

  const channel = new MessageChannel();
  // A message posted in a frame is delivered after that frame was rendered.
  channel.port1.onmessage = () => {
    const now = performance.now();
    probe.frames.push(now);
    if (probe.painted) {
      for (const at of probe.waiting) probe.latencies.push(now - at);
      probe.waiting = [];
      probe.painted = false;
    }
  };
  const onFrame = (): void => {
    channel.port2.postMessage(null);
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
}

export async function measureFrames(page: Page, seconds: number): Promise<Frames> {
  await page.evaluate(() => {
    const { probe } = window as unknown as { probe: Probe };
    Object.assign(probe, { frames: [], waiting: [], latencies: [], messages: 0 });
  });
  await page.waitForTimeout(seconds * 1000);
  const { frames, latencies, messages } = await page.evaluate(
    () => (window as unknown as { probe: Probe }).probe,
  );
  const first = frames[0] ?? 0;
  const perSecond = new Map<number, number>();
  for (const at of frames) {
    const second = Math.floor((at - first) / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  if (frames.length === 0) throw new Error("the page paints no frames");
  const whole = [...perSecond].filter(([second]) => second < seconds - 1).map(([, count]) => count);
  const sorted = [...latencies].sort((a, b) => a - b);
  return {
    perSecond: frames.length / seconds,
    slowestSecond: Math.min(...whole),
    paintP95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    messagesPerSecond: messages / seconds,
  };
}
