/** What public DNS says of a name: asked of the system's name servers, or of those that are set. */
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import type { Env } from "./env.ts";

const silentMs = 2_000;
/** There is no such name, or it has no such record. */
const nothing = ["ENODATA", "ENOTFOUND"];

function resolverOf({ DNS_SERVERS: servers }: Pick<Env, "DNS_SERVERS">): Resolver {
  const resolver = new Resolver({ timeout: silentMs, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers.split(",").map((each) => each.trim()));
  return resolver;
}

async function found<T>(records: Promise<T[]>): Promise<T[]> {
  try {
    return await records;
  } catch (error) {
    if (nothing.includes((error as { code?: string }).code ?? "")) return [];
    throw error;
  }
}

const addressesBy = async (resolver: Resolver, host: string): Promise<string[]> =>
  (await Promise.all([found(resolver.resolve4(host)), found(resolver.resolve6(host))])).flat();

/** Of a host, which may be an address itself; null: no server answered. */
export async function addressesOf(
  env: Pick<Env, "DNS_SERVERS">,
  host: string,
): Promise<string[] | null> {
  if (isIP(host)) return [host];
  try {
    return await addressesBy(resolverOf(env), host);
  } catch {
    return null;
  }
}

export interface NameRecords {
  texts: string[];
  aliases: string[];
  addresses: string[];
}
/** The texts at one name, where another leads; null: no server answered. */
export async function recordsOf(
  env: Pick<Env, "DNS_SERVERS">,
  { host, textsAt }: { host: string; textsAt: string },
): Promise<NameRecords | null> {
  const resolver = resolverOf(env);
  try {
    const [texts, aliases, addresses] = await Promise.all([
      found(resolver.resolveTxt(textsAt)),
      found(resolver.resolveCname(host)),
      addressesBy(resolver, host),
    ]);
    return { texts: texts.map((parts) => parts.join("")), aliases, addresses };
  } catch {
    return null;
  }
}
