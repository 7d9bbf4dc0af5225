/**
 * The session cookie's name and attributes, from the public address. `__Host-` needs https, so
 * plain http has its own name.
 */
const name = "counterfoil";

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith("https:");
const sessionCookieName = (publicUrl: string): string =>
  isHttps(publicUrl) ? `__Host-${name}` : name;

/**
 * The Set-Cookie value; null clears the cookie. No Max-Age: the server alone knows when a session
 * ends.
 */
export function sessionCookie(publicUrl: string, token: string | null): string {
  const parts = [
    `${sessionCookieName(publicUrl)}=${token ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
  ];
  if (isHttps(publicUrl)) parts.push("Secure");
  if (token === null) parts.push("Max-Age=0");
  return parts.join("; ");
}

/** Kept as long as a browser that signed in is known. */
export const deviceCookie = (publicUrl: string, token: string, days: number): string =>
  `${sessionCookie(publicUrl, token).replace("=", "-device=")}; Max-Age=${days * 86_400}`;

/** The session token of a Cookie header; null without one. */
export const sessionTokenOf = (
  publicUrl: string,
  cookieHeader: string | undefined,
): string | null => tokenOf(sessionCookieName(publicUrl), cookieHeader);
export const deviceTokenOf = (publicUrl: string, cookieHeader: string | undefined): string | null =>
  tokenOf(`${sessionCookieName(publicUrl)}-device`, cookieHeader);

function tokenOf(cookie: string, cookieHeader: string | undefined): string | null {
  const prefix = `${cookie}=`;
  const pair = cookieHeader
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair?.slice(prefix.length) || null;
}
