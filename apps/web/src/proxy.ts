import { type NextRequest, NextResponse } from "next/server";
import { readPublicConfig } from "./lib/config/env";
import { connectOrigins, resolveEndpoints } from "./lib/config/publicConfig";

const DEVELOPMENT = process.env.NODE_ENV === "development";

/** Security headers with a fresh nonce per page (web.md §3.8). */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentPolicy(nonce, hostOf(request), request.nextUrl.protocol);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "no-referrer");
  response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), usb=()");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  return response;
}

/** The name in the address bar, which is what the page will connect to. */
const hostOf = (request: NextRequest): string =>
  (request.headers.get("host") ?? request.nextUrl.host)
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");

function contentPolicy(nonce: string, hostname: string, protocol: string): string {
  const origins = connectOrigins(resolveEndpoints(readPublicConfig(), { hostname, protocol }));
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${DEVELOPMENT ? " 'unsafe-inline'" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${origins.join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: [
    {
      source: "/((?!api|_next/static|_next/image|favicon.ico|icon.svg).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
};
