import type { Emitter } from "../feed/Emitter";
import type { Message } from "../i18n/translate";

export type ToastTone = "progress" | "good" | "neutral" | "warn" | "bad";

export interface Toast {
  id: string;
  tone: ToastTone;
  title: Message;
  detail: Message | null;
  /** What happened when, oldest first: submitted, accepted, filled … (S1). */
  trail: { label: Message; at: number }[];
  /** When it leaves by itself; null while the outcome is open. */
  expiresAt: number | null;
}

const SHOWN_MS = { progress: null, good: 5000, neutral: 5000, warn: 12_000, bad: 12_000 } as const;
const STACK = 3;

/** Toasts update in place by id; at most three are stacked, the oldest finished one yields. */
export class ToastStore {
  toasts: readonly Toast[] = [];

  constructor(private readonly emitter: Emitter) {}

  show(input: {
    id: string;
    tone: ToastTone;
    title: Message;
    detail?: Message | null;
    step?: Message;
  }): void {
    const known = this.toasts.find((toast) => toast.id === input.id);
    const shownMs = SHOWN_MS[input.tone];
    const toast: Toast = {
      id: input.id,
      tone: input.tone,
      title: input.title,
      detail: input.detail ?? null,
      trail: extend(known?.trail ?? [], input.step),
      expiresAt: shownMs === null ? null : Date.now() + shownMs,
    };
    const others = this.toasts.filter((other) => other.id !== input.id);
    const next = known
      ? this.toasts.map((other) => (other.id === input.id ? toast : other))
      : [...others, toast];
    this.toasts = next.slice(-STACK);
    this.emitter.mark("toasts");
    if (shownMs !== null) setTimeout(() => this.expire(input.id), shownMs + 50);
  }

  dismiss(id: string): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
    this.emitter.mark("toasts");
  }

  private expire(id: string): void {
    const toast = this.toasts.find((other) => other.id === id);
    if (toast?.expiresAt != null && toast.expiresAt <= Date.now()) this.dismiss(id);
  }
}

/** Several fills of one moment are one step. */
function extend(trail: Toast["trail"], step: Message | undefined): Toast["trail"] {
  if (!step) return trail;
  const last = trail[trail.length - 1];
  const kept = last?.label.key === step.key ? trail.slice(0, -1) : trail;
  return [...kept, { label: step, at: Date.now() }];
}
