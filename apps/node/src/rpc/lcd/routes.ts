import { methodSchemas } from "@perpetua/protocol";

/** One REST route of the chain's gRPC gateway. */
export interface Route {
  readonly verb: string;
  readonly method: string;
  readonly request: string;
  readonly response: string;
  /** Path parts; a parameter is `{name}`. */
  readonly parts: readonly string[];
}

const ROUTES: readonly Route[] = Object.entries(methodSchemas).flatMap(([method, schema]) => {
  if (schema.rest === undefined) return [];
  const [verb = "GET", path = ""] = schema.rest.split(" ");
  const { request, response } = schema;
  return [{ verb, method, request, response, parts: path.slice(1).split("/") }];
});

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request; literal parts win over parameters. */
export function matchRoute(verb: string, path: string): RouteMatch | undefined {
  const parts = path
    .replace(/^\/|\/$/g, "")
    .split("/")
    .map(decodeURIComponent);
  let best: RouteMatch | undefined;
  let bestLiterals = -1;
  for (const route of ROUTES) {
    if (route.verb !== verb || route.parts.length !== parts.length) continue;
    const params: Record<string, string> = {};
    let literals = 0;
    const fits = route.parts.every((part, i) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name !== undefined) params[name] = parts[i] as string;
      else literals++;
      return name !== undefined || part === parts[i];
    });
    if (fits && literals > bestLiterals) {
      best = { route, params };
      bestLiterals = literals;
    }
  }
  return best;
}
