import { NextResponse, type NextRequest } from "next/server";
import { movedTo } from "./lib/addresses.ts";

/**
 * A pages-only process has no API of its own: it hands /graphql and /files on to the one it was
 * given. Read at each start, not when built.
 */
function apiElsewhere(): string | null {
  const { ROLE, API_URL } = process.env;
  return ROLE === "web" && API_URL ? API_URL : null;
}

/**
 * Sends on what stands elsewhere now, and tells the pages their own address, so that signing in can
 * lead back.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const api = apiElsewhere();
  if (api && /^\/(graphql|files)(\/|$)/.test(pathname))
    return NextResponse.rewrite(new URL(pathname + search, api));
  const to = movedTo(pathname);
  if (to !== null) return NextResponse.redirect(new URL(to + search, request.url), 308);
  const headers = new Headers(request.headers);
  headers.set("x-page", pathname + search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next/|healthz|readyz|icon.svg).*)"] };
