import type { ApiDeps } from "./deps.js";

/** Roles in rising order of power. `public` needs no sign-in. */
export const ROLES = ["public", "trader", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. Sign-in will fill address and role from a verified token. */
export interface Principal {
  readonly role: Role;
  readonly address?: string;
}

/** What every procedure gets. */
export interface ApiContext {
  readonly deps: ApiDeps;
  readonly principal: Principal;
  /** Caller's address as the proxy in front reports it; undefined on a plain local connection. */
  readonly ip: string | undefined;
  readonly geoStatus: string | undefined;
}

export const ANONYMOUS: Principal = { role: "public" };

/** Whether a principal may call a procedure that asks for `role`. */
export function allows(principal: Principal, role: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(role);
}
