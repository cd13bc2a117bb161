import type { ApiDeps, ApiErrorEntry } from "@perpetua/api";
import type { z } from "zod";

/** Rate-limit buckets of api.md §2.1, in points per 10 s. */
export const BUCKET_POINTS = {
  get: 100,
  orders: 100,
  fills: 100,
  candles: 1000,
  sparklines: 100,
  historical_pnl: 100,
  pnl: 100,
  funding: 100,
} as const;
export type Bucket = keyof typeof BUCKET_POINTS;

/** Who asks, from the headers of the proxy in front. */
export interface Caller {
  readonly ip: string | undefined;
  readonly geoStatus: string | undefined;
}

/** Values of `Cache-Control` (api.md §0.2). */
export const CacheControl = {
  second: "public, max-age=1",
  tenSeconds: "public, max-age=10",
  revalidate: "no-cache",
  never: "no-cache, no-store, no-transform",
} as const;

/**
 * A burst of equal questions shares one read: so little time is invisible next to a block, and the
 * answers say `max-age=1` anyway.
 */
export const BURST_MS = 25;

/** One REST endpoint: what it takes, what it answers, and what stands before it. */
export interface RestRoute<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly method: "GET" | "POST";
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  readonly bucket?: Bucket;
  /** The compliance and geo check of api.md §2.2 applies. */
  readonly compliance?: boolean;
  readonly cacheControl?: string;
  /** How long an answer may be given again by this process; public data only. */
  readonly reuseMs?: number;
  /** Rules about several parameters, on the raw texts. */
  readonly crossCheck?: (raw: Readonly<Record<string, unknown>>) => ApiErrorEntry[];
  handle(deps: ApiDeps, input: z.output<Input>, caller: Caller): unknown;
}

/** A route whose types have been checked where it was defined. */
export interface AnyRoute extends Omit<RestRoute<z.ZodObject, z.ZodType>, "handle"> {
  handle(deps: ApiDeps, input: never, caller: Caller): unknown;
}

/** Defines a route; the handler must return what `output` describes. */
export function route<Input extends z.ZodObject, Output extends z.ZodType>(
  definition: Omit<RestRoute<Input, Output>, "handle"> & {
    handle(
      deps: ApiDeps,
      input: z.output<Input>,
      caller: Caller,
    ): z.output<Output> | Promise<z.output<Output>>;
  },
): AnyRoute {
  return definition as unknown as AnyRoute;
}

/** Names of the `:name` parameters of a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
}
