import { NextResponse, type NextRequest } from "next/server";

/** Tells the pages their own address, so that signing in can lead back. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-page", request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next/|graphql|healthz|readyz|favicon).*)"] };
