/** The tracker's answers, prepared: raw header arrays and fixed bodies. */
import type { ServerResponse } from "node:http";

// no-store: a cached answer would swallow the next click. no-referrer: Amazon credits by the tag
// alone, so the partner's page address, which may name its reader, need not travel on; the policy
// of a redirect holds for the request that follows it.
const common = [
  "Cache-Control",
  "no-store",
  "Referrer-Policy",
  "no-referrer",
  "X-Robots-Tag",
  "noindex",
];

const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" ` +
  `content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;

interface Prepared {
  status: number;
  headers: string[];
  body: string;
}
const prepare = (status: number, body: string, ...more: string[]): Prepared => {
  const security = [
    "Content-Type",
    "text/html; charset=utf-8",
    "X-Content-Type-Options",
    "nosniff",
    "Content-Security-Policy",
    "default-src 'none'",
  ];
  return {
    status,
    headers: [...common, ...security, "Content-Length", String(Buffer.byteLength(body)), ...more],
    body,
  };
};

export const answers = {
  notFound: prepare(
    404,
    page(
      "This link leads nowhere",
      "It may be mistyped or incomplete. Ask whoever gave it to you for a new one.",
    ),
  ),
  unavailable: prepare(
    503,
    page("Please try again in a moment", "The link could not be followed just now."),
    "Retry-After",
    "2",
  ),
  methodNotAllowed: prepare(
    405,
    page("A link can only be followed", "Other methods than GET and HEAD are not answered here."),
    "Allow",
    "GET, HEAD",
  ),
  /** Only 503 keeps a browser from using up the later, real click (measured in Chromium 156). */
  prefetch: prepare(503, "", "Retry-After", "1"),
  alive: prepare(200, "alive\n"),
  ready: prepare(200, "ready\n"),
} as const satisfies Record<string, Prepared>;

/** HEAD answers carry no body; node:http leaves it out by itself. */
export function answer(response: ServerResponse, { status, headers, body }: Prepared): void {
  response.writeHead(status, headers);
  response.end(body);
}

export const notReady = (response: ServerResponse, why: string[]): void =>
  answer(response, prepare(503, `${why.join("\n")}\n`, "Retry-After", "2"));

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, ["Location", location, ...common, "Content-Length", "0"]);
  response.end();
}
