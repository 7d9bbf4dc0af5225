/**
 * The demo world of a first start: a story of a month, played with the real use cases, tracker,
 * accounting and sales.
 */
import { rm } from "node:fs/promises";
import pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { migrate } from "../../platform/db/migrate.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { demoPassword, demoSignIns, type DemoSignIns } from "./demo-cast.ts";
import { playClicks } from "./demo-clicks.ts";
import { playSales } from "./demo-sales.ts";
import { tellStory } from "./demo-story.ts";
import { Stage } from "./stage.ts";

export type { DemoSignIns };

export interface SeedOptions {
  env: Env;
  /** Login that owns the database. */
  ownerUrl: string;
  log: Log;
  /** The world ends at its "now". */
  clock: Clock;
  say: (line: string) => void;
  /** Decides everything but ids and instants. */
  seed?: number;
  /** Requests through the tracker. */
  requests?: number;
}

/** Before the first clicks, so that every contract is in force when they come. */
const storyDays = 36;
const dayMs = 86_400_000;
const usualRequests = 8_000;

/**
 * Where the database stands: no demo and nobody · somebody's own · begun and never finished ·
 * finished.
 */
type Standing = "EMPTY" | "IN_USE" | "HALF" | "DONE";

async function withClient<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const standing = (ownerUrl: string): Promise<Standing> =>
  withClient(ownerUrl, async (client) => {
    const { rows: marks } = await client.query<{ present: boolean }>(
      "select to_regclass('public.demo_world') is not null as present",
    );
    if (marks[0]?.present) {
      const { rows } = await client.query<{ done: boolean }>(
        "select finished_at is not null as done from demo_world",
      );
      return rows[0]?.done ? "DONE" : "HALF";
    }
    const { rows } = await client.query<{ any: boolean }>(
      "select exists (select from account) as any",
    );
    return rows[0]?.any ? "IN_USE" : "EMPTY";
  });

/** The demo's sign-ins when the world was made to its end, else null. */
export const isSeeded = async (ownerUrl: string): Promise<DemoSignIns | null> =>
  (await standing(ownerUrl)) === "DONE" ? demoSignIns : null;

/**
 * Only the embedded database: nothing but the half world can be in it, for no process serves before
 * the world is whole.
 */
async function startOver({ ownerUrl, env }: SeedOptions): Promise<void> {
  await withClient(ownerUrl, (client) =>
    client.query("drop schema public cascade; create schema public"),
  );
  await rm(env.journalDir, { recursive: true, force: true });
  await migrate(ownerUrl);
}

async function isFree(options: SeedOptions): Promise<boolean> {
  const { ownerUrl, env, say } = options;
  switch (await standing(ownerUrl)) {
    case "EMPTY":
      return true;
    case "HALF":
      if (env.DATABASE_URL) {
        say(
          "The demo world in DATABASE_URL was begun and never finished. Name an empty " +
            "database, or set DEMO=no to go on with this one.",
        );
        return false;
      }
      say("The demo world was begun and never finished; it is made anew.");
      await startOver(options);
      return true;
    case "IN_USE":
    case "DONE":
      return false;
  }
}

/**
 * The mark survives a crash: a world without its end is recognised at the next start. No row of a
 * tenant lies in it.
 */
const markBegun = (ownerUrl: string) =>
  withClient(ownerUrl, (client) =>
    client.query(
      `create table demo_world (begun_at timestamptz not null, finished_at timestamptz);
        insert into demo_world
        values (now(), null)`,
    ),
  );

/**
 * The story's mails go to addresses that do not exist and their links are used; its people are not
 * signed in any more.
 */
const finish = (ownerUrl: string) =>
  withClient(ownerUrl, (client) =>
    client.query(
      `begin;
        delete
        from letter;
        delete
        from mail;
        delete
        from user_session;
        update demo_world
        set finished_at = now(); commit`,
    ),
  );

/** Says each tenth once. */
function tenths(say: (line: string) => void): (share: number) => void {
  let said = -1;
  return (share) => {
    const tenth = Math.floor(share * 5) * 2;
    if (tenth > said) say(`Seeding the demo world: clicks ${(said = tenth) * 10} %`);
  };
}

/**
 * Makes the demo world in a database without any account; resolves with null, and changes nothing,
 * where accounts are already. Some ten seconds.
 */
export async function seedDemo(options: SeedOptions): Promise<DemoSignIns | null> {
  const { env, ownerUrl, log, clock, say, seed = 2_026, requests = usualRequests } = options;
  if (!(await isFree(options))) return null;
  await markBegun(ownerUrl);
  const endsAt = clock();
  say("Seeding the demo world: brands, partners, contracts, links");
  const stage = await Stage.open({
    env,
    ownerUrl,
    log,
    startsAt: endsAt - storyDays * dayMs,
    password: demoPassword,
  });
  try {
    const world = await tellStory(stage);
    await playClicks({ stage, world, env, clock, seed, requests, endsAt, onProgress: tenths(say) });
    say("Seeding the demo world: sales");
    await playSales(stage, { seed, endsAt, brand: world.acme });
  } finally {
    await stage.close();
  }
  await finish(ownerUrl);
  return demoSignIns;
}
