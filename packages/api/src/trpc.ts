import { initTRPC, TRPCError } from "@trpc/server";
import type { ApiContext, Role } from "./context.js";
import { allows } from "./context.js";
import { ApiError } from "./errors.js";

/** Every procedure says which role it needs, so that a list of them can be checked in a test. */
export interface ProcedureMeta {
  readonly role: Role;
}

const CODE_BY_STATUS = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  429: "TOO_MANY_REQUESTS",
} as const;

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    // A proxy drops idle streams; a ping keeps them and lets the client notice a dead server.
    sse: {
      ping: { enabled: true, intervalMs: 5_000 },
      client: { reconnectAfterInactivityMs: 12_000 },
    },
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: {
        ...shape.data,
        errors: error.cause instanceof ApiError ? error.cause.errors : undefined,
        stack: undefined,
      },
    }),
  });

function toTrpcError(error: ApiError): TRPCError {
  const code =
    CODE_BY_STATUS[error.status as keyof typeof CODE_BY_STATUS] ?? "INTERNAL_SERVER_ERROR";
  return new TRPCError({ code, message: error.message, cause: error });
}

/** Turns the services' errors into tRPC's codes. */
const errors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof ApiError)) return result;
  throw toTrpcError(result.error.cause);
});

function procedureFor(role: Role) {
  return t.procedure
    .meta({ role })
    .use(errors)
    .use(({ ctx, next }) => {
      if (!allows(ctx.principal, role)) {
        throw new TRPCError({ code: "UNAUTHORIZED", message: `needs role ${role}` });
      }
      return next();
    });
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
export const publicProcedure = procedureFor("public");
export const traderProcedure = procedureFor("trader");
export const operatorProcedure = procedureFor("operator");
export const adminProcedure = procedureFor("admin");
