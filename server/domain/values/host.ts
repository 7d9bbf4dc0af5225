/**
 * The one form of a host, as browsers send it (WHATWG URL): ASCII in small letters, an
 * international name as "xn--…", a network address in its usual digits; without the final dot,
 * which says the same. Rules, clicks and the lists of known hosts compare it as it is.
 */

/** All that a name of the DNS is written with; URL takes more, which no name has. */
const named = /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/;
const bracketed = /^\[[0-9a-f:.]+\]$/;
/** Names of apps: Java packages, Apple's bundles. */
const appForm = /^((?:android|ios)-app:\/\/[a-z0-9_.-]{1,255})(?:[/?#:]|$)/i;
/** What nearly every click brings: nothing of it stands to be mended but its capitals. */
const plainForm = /^https?:\/\/([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z]+)(?:[/?#]|$)/i;
const pageForm = /^https?:/i;

const canonical = (hostname: string): string | null => {
  const host = hostname.replace(/\.$/, "");
  return named.test(host) || bracketed.test(host) ? host : null;
};

/** Of a host alone, as people write it; null where it is none. */
export function hostForm(text: string): string | null {
  const app = appForm.exec(text)?.[1];
  if (app !== undefined) return app === text ? app.toLowerCase() : null;
  // URL would read these as the end of the host, and what stands before an "@" as somebody's name.
  if (/[\s/\\?#@]/.test(text) || /:\d*$/.test(text)) return null;
  return canonical(URL.parse(`https://${text}/`)?.hostname ?? "");
}

/**
 * Of the address of a page, or of an app, "android-app://com.example.app" and "ios-app://…"; null
 * where it names neither.
 */
export function hostOf(address: string): string | null {
  const plain = plainForm.exec(address)?.[1];
  if (plain !== undefined) {
    const host = plain.toLowerCase();
    // Where all of it is no longer than one part may be, no part is.
    if (!host.includes("xn--")) return host.length <= 63 || named.test(host) ? host : null;
  }
  const app = appForm.exec(address)?.[1];
  if (app !== undefined) return app.toLowerCase();
  return pageForm.test(address) ? canonical(URL.parse(address)?.hostname ?? "") : null;
}
