/** What a job makes in the world of the matrix, replays and files, and who reads the files. */
import { expect } from "vitest";
import type { HealthFigures } from "../../domain/health.ts";
import { createPool } from "../../platform/db/connection.ts";
import { runExports } from "../../reporting/exports/export-runs.ts";
import { exportTableNames } from "../../reporting/exports/tables.ts";
import { createReplays } from "../../start/jobs/replays.ts";
import type { Client } from "../worlds/client.ts";
import { run, type Ok } from "../worlds/steps.ts";
import type { World } from "../worlds/world.ts";
import type { Principal } from "./matrix-viewers.ts";

type ClientOf = (letter: "A" | "B" | "X" | "Y") => Client;

/** Every tenant tries terms on its own clicks; brands also have their ledger checked. */
export async function fillReplays(world: World, clientOf: ClientOf): Promise<void> {
  for (const [letter, pair] of [
    ["A", world.ax],
    ["B", world.bx],
    ["X", world.ax],
    ["Y", world.ay],
  ] as const) {
    const client = clientOf(letter);
    await run(
      client,
      `startReplay(input: { programId: "${pair.program}", proposalId: "${pair.contract}" }, ` +
        `idempotencyKey: "replay")`,
      "ReplayOk",
      "replay { id }",
    );
    if (letter === "A" || letter === "B")
      await run(
        client,
        `startLedgerCheck(programId: "${pair.program}", idempotencyKey: "check")`,
        "ReplayOk",
        "replay { id }",
      );
  }
  const replays = createReplays({
    databaseUrl: world.people.url,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
  });
  while ((await replays.runOnce()) > 0);
  await replays.close();
  expect(
    await world.people.sql("select count(*)::int as count from replay where state <> 'DONE'"),
  ).toEqual([{ count: 0 }]);
}

/** Every tenant keeps a view and a note. */
export async function fillViews(world: World, clientOf: ClientOf): Promise<void> {
  for (const letter of ["A", "B", "X", "Y"] as const) {
    const { program } = letter === "B" ? world.bx : world.ax;
    await clientOf(letter).data(
      `mutation {
        saveView(
          input: {
            programId: "${program}"
            name: "View of ${letter}"
            query: "last=7d"
            isShared: true
          }
          idempotencyKey: "view"
        ) {
          __typename
        }
        addReportNote(
          input: {
            programId: "${program}"
            at: "2026-11-02T09:00:00Z"
            text: "Seen by ${letter}"
          }
          idempotencyKey: "note beside charts"
        ) {
          __typename
        }
      }`,
    );
  }
}

/** Every tenant has a file of its clicks. */
export async function fillExports(world: World, clientOf: ClientOf): Promise<void> {
  for (const [letter, pair] of [
    ["A", world.ax],
    ["B", world.bx],
    ["X", world.ax],
    ["Y", world.ay],
  ] as const) {
    const made = await run<Ok & { export: { id: string } }>(
      clientOf(letter),
      `requestExport(
        input: { table: CLICKS, format: CSV, programId: "${pair.program}" }
        idempotencyKey: "export"
      )`,
      "ExportOk",
      "export { id }",
    );
    await run(
      clientOf(letter),
      `scheduleExport(exportId: "${made.export.id}", pace: WEEKLY, idempotencyKey: "schedule")`,
      "ExportScheduleOk",
      "schedule { id }",
    );
  }
  const pool = createPool(world.people.url, "api", 2);
  while ((await runExports({ ...world.app.deps, pool })) > 0);
  await pool.end();
  expect(
    await world.people.sql("select distinct state, rows_done > 0 as full from export_job"),
  ).toEqual([{ state: "COMPLETED", full: true }]);
}

const nothingWaits = { waiting: 0, oldest: null };
const noWork: HealthFigures = {
  journal: { readUntil: null, unreadBytes: 0 },
  clicks: nothingWaits,
  amazon: { runs: 0, failing: 0, completeAt: null },
  verification: nothingWaits,
  mails: { ...nothingWaits, configured: false, failing: 0 },
  parked: nothingWaits,
  exports: { ...nothingWaits, failedLately: 0 },
  disk: null,
};
/** What the operator reads of the installation: a process that lives, and what it counted. */
export async function fillHealth(world: World): Promise<void> {
  await world.people.sql(
    "select tell_heartbeat($1::uuid, 'worker', now(), now(), null, '[]'::jsonb)",
    [world.people.deps.newId(world.clock.now)],
  );
  await world.people.sql("insert into health_reading (read_at, figures) values (now(), $1)", [
    JSON.stringify(noWork),
  ]);
}

interface Reader {
  principal: Principal;
  client: Client;
  key?: string;
  /** Texts and ids that it must not see. */
  hidden: readonly string[];
}
/**
 * Every file as everybody: what was wrong, and how many each could read. `faults` names what is
 * hidden from a reader and stood in a file.
 */
export async function askForFiles(world: World, readers: readonly Reader[]) {
  const files = await world.people.sql<{ id: string }>("select id from export_job");
  const programs = [world.ax, world.bx].map(({ program }) => program);
  const addresses = [
    ...files.map(({ id }) => `/files/exports/${id}`),
    ...exportTableNames.flatMap((table) =>
      programs.map((id) => `/files/export?table=${table}&format=JSON_LINES&programId=${id}`),
    ),
  ];
  const faults: string[] = [];
  const found: Partial<Record<Principal, number>> = {};
  for (const { principal, client, key, hidden } of readers) {
    const cookie = client.cookie();
    const headers = {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(cookie ? { cookie } : {}),
    };
    for (const address of addresses) {
      const answer = await fetch(`${world.url}${address}`, { headers });
      const text = await answer.text();
      const shown = hidden.filter((one) => text.includes(one));
      if (shown.length > 0) faults.push(`${principal} ${address}: shows ${shown.join(", ")}`);
      if (answer.status === 200) found[principal] = (found[principal] ?? 0) + 1;
      else if (![401, 403, 404].includes(answer.status)) faults.push(`${address}: ${text}`);
    }
  }
  return { faults, found };
}
