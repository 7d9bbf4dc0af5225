/**
 * A world in which one tenant can be poisoned: what is parked then, and what becomes of it once the
 * cause is gone.
 */
import type pg from "pg";
import { createPool } from "../../platform/db/connection.ts";
import type { Parking } from "../../platform/db/parking.ts";
import { createContractChanges } from "../../start/jobs/contract-changes.ts";
import type { Client } from "./client.ts";
import { createWorld, type World } from "./world.ts";
import { intent, run } from "./steps.ts";

interface ParkedRow {
  id: string;
  kind: string;
  reason: string;
  accountName: string | null;
  programName: string | null;
  partnerName: string | null;
  waitingClicks: number;
  state: string;
  detail: string | null;
}
type Person = "brandA" | "brandB" | "x" | "operator";

/** All of them anew: sessions end when the clock moves. */
async function signedIn(world: World): Promise<Map<Person, Client>> {
  const emails: [Person, string][] = [
    ["brandA", world.brandA.email],
    ["brandB", world.brandB.email],
    ["x", world.partnerX.email],
    ["operator", world.operatorEmail],
  ];
  return new Map(
    await Promise.all(
      emails.map(async ([person, email]) => [person, await world.signIn(email)] as const),
    ),
  );
}

async function parkedItems(client: Client, done: boolean): Promise<ParkedRow[]> {
  const { parkedItems: page } = await client.data<{ parkedItems: { nodes: ParkedRow[] } }>(
    `{
      parkedItems(done: ${done}) {
        nodes { id kind reason accountName programName partnerName waitingClicks state detail }
      }
    }`,
  );
  return page.nodes;
}

async function releaseParked(operator: Client): Promise<void> {
  for (const { id } of await parkedItems(operator, false))
    await run(
      operator,
      `releaseParkedItem(id: "${id}", idempotencyKey: "${intent()}")`,
      "ReleaseParkedItemOk",
      "item { state }",
    );
}

async function poison(
  world: World,
  table: string,
  condition: string,
): Promise<() => Promise<void>> {
  await world.people.sql(
    `create function poisoned() returns trigger language plpgsql as $$ begin
          if ${condition} then raise exception 'poisoned' using errcode = '22003'; end if;
          return new;
        end $$`,
  );
  await world.people.sql(
    `create trigger poisoned before insert or update on ${table} for each row execute ` +
      "function poisoned()",
  );
  return async () =>
    void (await world.people.sql(`drop trigger poisoned on ${table}; drop function poisoned`));
}

async function contractsRound(world: World, parking: Parking): Promise<void> {
  const { clock, newId, log } = parking;
  const job = await createContractChanges({
    databaseUrl: world.people.url,
    log,
    telling: { clock, newId, publicUrl: "http://counterfoil.example" },
  });
  await job.runOnce();
  await job.close();
}

async function pairsIn(world: World, from: string, values: unknown[]): Promise<string[]> {
  const nameOf = (programId: string, partnerId: string): string =>
    `${programId === world.ax.program ? "A" : "B"} ` +
    (partnerId === world.partnerX.accountId ? "X" : "Y");
  return (
    await world.people.sql<{ program: string; partner: string }>(
      `select t.program_id as program, t.partner_account_id as partner from ${from}`,
      values,
    )
  )
    .map(({ program, partner }) => nameOf(program, partner))
    .toSorted();
}

/** Everything but `start` needs the world that it makes. */
export function createTenants() {
  let world: World;
  let worker: pg.Pool;
  let clients = new Map<Person, Client>();
  const clientOf = (person: Person) => (): Client => {
    const client = clients.get(person);
    if (!client) throw new Error(`${person} is not signed in`);
    return client;
  };
  const operator = clientOf("operator");

  const signIn = async (): Promise<void> => {
    clients = await signedIn(world);
  };
  const desk = (): Parking => ({
    pool: worker,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
  });
  const parked = (client = operator(), done = false) => parkedItems(client, done);
  const release = () => releaseParked(operator());

  return {
    brandA: clientOf("brandA"),
    brandB: clientOf("brandB"),
    x: clientOf("x"),
    operator,
    signIn,
    desk,
    parked,
    release,
    start: async (): Promise<{ world: World; worker: pg.Pool }> => {
      world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
      worker = createPool(world.people.url, "worker", 4);
      await signIn();
      return { world, worker };
    },
    close: async (): Promise<void> => {
      await worker?.end();
      await world?.close();
    },
    /** Sessions end meanwhile. */
    moveTo: async (instant: string): Promise<void> => {
      world.clock.now = Date.parse(instant);
      await signIn();
    },
    ofKind: async (kind: string): Promise<ParkedRow[]> =>
      (await parked()).filter((item) => item.kind === kind),
    /** Refuses every row of a table that `condition` names, until it is taken away. */
    poison: (table: string, condition: string) => poison(world, table, condition),
    /**
     * The cause is gone, the operator releases, and what was parked is tried again; once more must
     * change nothing.
     */
    cured: async (cure: () => Promise<void>, work: () => Promise<unknown>): Promise<void> => {
      await cure();
      await release();
      world.clock.now += 1_000;
      await work();
      await work();
    },
    /**
     * One round of the contracts' job, the clock's part in it: each job looks at the clock in its
     * first round.
     */
    contractsRound: () => contractsRound(world, desk()),
    /**
     * Pairs of program and partner that rows tell of, as "A X", in order; `from` is SQL that names
     * them `t`, with its condition.
     */
    pairsIn: (from: string, values: unknown[]) => pairsIn(world, from, values),
  };
}
