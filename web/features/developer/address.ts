/** The API's public address, as the visitor reached this page. Server only. */
import { headers } from "next/headers";

export async function publicAddress(): Promise<string> {
  const incoming = await headers();
  const host = incoming.get("x-forwarded-host") ?? incoming.get("host") ?? "localhost";
  return `${incoming.get("x-forwarded-proto") ?? "http"}://${host}`;
}
