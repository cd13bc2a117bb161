import fc from "fast-check";

/**
 * A failing property says so within its time, instead of shrinking for minutes on a busy machine.
 */
fc.configureGlobal({ interruptAfterTimeLimit: 10_000, markInterruptAsFailure: true });
