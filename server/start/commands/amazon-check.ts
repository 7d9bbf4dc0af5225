/** Walks the whole of every connection to Amazon and prints what it sees; changes nothing. */
import { parseArgs } from "node:util";
import {
  accessOf,
  fetchTemplate,
  freshTokens,
  listPublishers,
  type AmazonAccess,
} from "../../platform/amazon/amazon-api.ts";
import type { AmazonRegion } from "../../domain/amazon-region.ts";
import { readTemplate } from "../../domain/attribution-tag.ts";
import { profilesOf } from "../../partnership/amazon/amazon-connections.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readEnv, type Env } from "../../platform/env.ts";
import { openSecrets, SecretUnreadable } from "../../platform/secrets.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withMigrated } from "./database.ts";

interface Stored {
  id: string;
  brand: string;
  region: AmazonRegion;
  state: string;
  sealed: string | null;
  profileId: string | null;
  publisherId: string | null;
  template: string | null;
}
const storedSql = `
  select
    c.id,
    a.name as brand,
    c.region,
    c.state,
    c.refresh_token as sealed,
    c.profile_id as "profileId",
    c.publisher_id as "publisherId",
    c.template
  from amazon_connection c
  join account a on a.id = c.brand_account_id
  where $1::text is null or c.id::text = $1
  order by c.created_at, c.id`;

type Say = (line: string) => void;

async function walkProfile(
  { profileId, publisherId, template }: Stored,
  { access, token }: { access: AmazonAccess; token: string },
  say: Say,
): Promise<boolean> {
  if (profileId === null) {
    say("  profile: none is chosen");
    return false;
  }
  const publishers = await listPublishers(access, token, profileId);
  if (!publishers.ok) {
    say(`  publishers of profile ${profileId}: ${publishers.message}`);
    return false;
  }
  say(`  publishers: ${publishers.value.map(({ id, name }) => `${id} ${name}`).join(", ")}`);
  if (publisherId === null) {
    say("  publisher: none is chosen");
    return false;
  }
  const fetched = await fetchTemplate(access, token, { profileId, publisherId });
  if (!fetched.ok) {
    say(`  template: ${fetched.message}`);
    return false;
  }
  const read = readTemplate(fetched.value.template);
  say(`  template: ${fetched.value.template}`);
  say(read.ok ? "  template: it can be filled" : `  template: ${read.message}`);
  if (fetched.value.template !== template)
    say("  template: it differs from the stored one: choose the publisher again");
  return read.ok && fetched.value.template === template;
}

/** False: something is wrong with it, and was said. */
async function walk(stored: Stored, env: Env, say: Say): Promise<boolean> {
  const { id, brand, region, state, sealed } = stored;
  say(`${brand}, ${region}${region === "SIMULATED" ? ", not Amazon" : ""}, ${state}, ${id}`);
  const access = accessOf(env, region);
  if (!access) {
    say("  client: AMAZON_CLIENT_ID or AMAZON_CLIENT_SECRET is missing");
    return false;
  }
  if (sealed === null) {
    say("  sign-in: it was begun and not finished");
    return false;
  }
  const tokens = await freshTokens(access, openSecrets(env).open(sealed, id));
  if (!tokens.ok) {
    say(`  sign-in: ${tokens.message}`);
    return false;
  }
  say("  sign-in: Amazon takes it");
  const token = tokens.value.accessToken;
  const profiles = await profilesOf(access, token);
  if (!profiles.ok) {
    say(`  profiles: ${profiles.message}`);
    return false;
  }
  for (const { id: profile, name, country, currency, timeZone, refused } of profiles.value) {
    const why = refused === null ? "" : `; cannot be chosen: ${refused}`;
    say(`  profile: ${profile} ${name}, ${country}, ${currency}, ${timeZone}${why}`);
  }
  return walkProfile(stored, { access, token }, say);
}

/** Walks all connections, or the one of this id; false: at least one does not work. */
export async function checkAmazon(
  url: string,
  env: Env,
  { id, say }: { id: string | null; say: Say },
): Promise<boolean> {
  const pool = createPool(url, "owner", 1);
  try {
    const { rows } = await pool.query<Stored>(storedSql, [id]);
    if (rows.length === 0) {
      say("There is no such connection: a brand makes one under Settings, Amazon.");
      return false;
    }
    let sound = true;
    for (const stored of rows) {
      const one = await walk(stored, env, say).catch((error: unknown) => {
        if (!(error instanceof SecretUnreadable)) throw error;
        say(`  sign-in: ${error.message}`);
        return false;
      });
      sound &&= one;
    }
    return sound;
  } finally {
    await pool.end();
  }
}

export const amazonCheckCommand: Command = {
  name: "amazon-check",
  summary: "Walks every connection to Amazon and prints what it sees. [--id CONNECTION]",
  run: async (argv) => {
    const { values } = parseArgs({ args: argv, options: { id: { type: "string" } } });
    if (values.id === "")
      throw new WrongUsage("Give --id with a connection's id, or leave it out.");
    const env = readEnv();
    const sound = await withMigrated(env, (url) =>
      checkAmazon(url, env, { id: values.id ?? null, say: out }),
    );
    return sound ? 0 : 1;
  },
};
