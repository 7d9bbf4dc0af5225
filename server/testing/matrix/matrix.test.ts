/**
 * Every field of the schema as every kind of viewer, over real HTTP; and the same rows past the
 * application's filters.
 */
import { inspect } from "node:util";
import { isObjectType, type GraphQLObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Scope, type Viewer } from "../../platform/auth/viewer.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { viewerOf } from "../../platform/auth/viewer-of.ts";
import type { ExportTable } from "../../reporting/exports/table.ts";
import { exportTableNames, exportTables } from "../../reporting/exports/tables.ts";
import { createClient, type Answer, type Client } from "../worlds/client.ts";
import { openStream } from "../worlds/stream.ts";
import { createWorld, fillWorld, readScopes, type World } from "../worlds/world.ts";
import { callArguments, kindsOf, type Kind, type Pick } from "./matrix-calls.ts";
import { askForFiles, fillExports, fillViews, fillHealth, fillReplays } from "./matrix-files.ts";
import { argumentsOf, listsOf, otherArguments, pageOf, type List } from "./matrix-lists.ts";
import {
  documentOf,
  fieldSelection,
  rootNames,
  waysOf,
  type CallPath,
} from "./matrix-documents.ts";
import { expectedRoots } from "./matrix-roots.expected.ts";
import { expectedTypes } from "./matrix.expected.ts";
import { principals, type Principal } from "./matrix-viewers.ts";
import {
  askAll,
  expects,
  fillTerms,
  handInFile,
  holdReport,
  openAlert,
  ofBrandsAlone,
  sendReport,
  verifyAll,
} from "./matrix-rows.ts";
import { hiddenFrom, ownAndForeign, textsOnly, visibleRows, type Row } from "./matrix-visible.ts";
import { buildApiSchema } from "../../start/schema.ts";

const schema = buildApiSchema();
const ways = waysOf(schema);
const unknownId = "01930000-0000-7000-8000-000000000000";
const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
);
const isRoot = (type: GraphQLObjectType) => (rootNames as readonly string[]).includes(type.name);
const rootFields = objectTypes
  .filter(isRoot)
  .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
const plainTypes = objectTypes.filter((type) => !isRoot(type));
interface Player {
  principal: Principal;
  accountId: string | null;
  client: Client;
  /** Signs out without ending the session of the others. */
  spare: Client;
  key?: string;
  hidden: string[];
}
let world: World;
let rows: Row[];
const players = new Map<Principal, Player>();
const player = (principal: Principal): Player =>
  players.get(principal) ?? expect.fail(`no player ${principal}`);

async function makePlayers(): Promise<void> {
  const { brandA, brandB, partnerX, partnerY, people, url } = world;
  const [operator] = await people.sql<{ id: string }>(
    "select id from account where kind = 'PLATFORM'",
  );
  const persons: [Principal, string, string][] = [
    ["X", partnerX.accountId, partnerX.email],
    ["Y", partnerY.accountId, partnerY.email],
    ["A", brandA.accountId, brandA.email],
    ["B", brandB.accountId, brandB.email],
    ["o", operator?.id ?? "", world.operatorEmail],
  ];
  for (const [principal, accountId, email] of persons) {
    const [client, spare] = [await world.signIn(email), await world.signIn(email)];
    players.set(principal, { principal, accountId, client, spare, hidden: [] });
  }
  for (const [principal, scopes] of [
    ["r", readScopes],
    ["w", keyScopes],
  ] as const) {
    const key = await world.keyOf(brandA, scopes);
    const client = createClient(url, { key });
    players.set(principal, {
      principal,
      accountId: brandA.accountId,
      client,
      spare: client,
      key,
      hidden: [],
    });
  }
  await world.keyOf(partnerX, ["reports:read"]);
  await world.keyOf(brandB, ["reports:read"]);
  const stranger = createClient(url);
  players.set("?", {
    principal: "?",
    accountId: null,
    client: stranger,
    spare: stranger,
    hidden: [],
  });
}

beforeAll(async () => {
  world = await createWorld({
    env: {
      RATE_LIMIT_PER_MINUTE: "100000000",
      // Nobody listens there: no tracker is part of this world.
      TRACKER_INTERNAL_URL: "http://127.0.0.1:9",
    },
  });
  await fillWorld(world);
  await makePlayers();
  await fillTerms(world, { brand: player("A").client, partner: player("X").client });
  await askAll(world, player("X").client, player("Y").client);
  // One open invitation a tenant, and the outbox with its mails.
  for (const letter of ["X", "A", "B"] as const)
    await player(letter).client.data(
      `mutation {
        inviteUser(
          email: "new-${letter}@example.com",
          role: ${letter === "X" ? "PARTNER_VIEWER" : "ANALYST"}
        ) {
          __typename
        }
      }`,
    );
  // A change that a brand prepares, and a group of its own.
  for (const [letter, pair] of [
    ["A", world.ax],
    ["B", world.bx],
  ] as const) {
    const { client } = player(letter);
    await client.data(
      `mutation {
        saveContractChangeDraft(
          input: {
            strategy: SWITCH,
            approval: REPLACE,
            termsId: "${pair.terms}",
            partnerIds: ["${pair.partner.accountId}"],
            effectiveOn: "2026-12-01",
            comment: "of ${letter}"
          },
          idempotencyKey: "draft"
        ) {
          __typename
        }
      }`,
    );
    await client.data(
      `mutation {
        setProgramLimit(
          input: {
            programId: "${pair.program}",
            event: CLICK,
            kind: CLICKS,
            reset: DAY,
            max: "100000",
            shared: ${letter === "A"}
          },
          idempotencyKey: "limit"
        ) {
          __typename
        }
      }`,
    );
    await world.people.sql(
      `insert into parked_item (
          id, kind, subject, account_id, program_id, reason, detail, attempts, parked_at, tried_at
        )
        values (gen_random_uuid(), 'MONTH', $1, $2, $3, 'UNKNOWN_CURRENCY', $4, 1, now(), now())`,
      [
        pair.program,
        pair.brand.accountId,
        letter === "A" ? pair.program : null,
        `detail for operators, of ${letter}`,
      ],
    );
    // What is held is parked, too: the operator names its program.
    if (letter === "A") await holdReport(world.people, pair);
    await openAlert(world.people, pair);
    await sendReport(world.people, pair, letter);
    await handInFile(world.people, pair, pair.brand.email);
    await world.people.sql(
      `insert into amazon_connection (
          id,
          brand_account_id,
          region,
          state,
          refresh_token,
          profile_id,
          profile_name,
          country,
          template,
          created_by,
          created_at
        )
        select
          gen_random_uuid(),
          $1,
          'EU',
          'CONNECTED',
          'v1.sealed',
          $2,
          $3,
          'SE',
          'maas=of-' || $3,
          user_id,
          now()
        from membership
        where account_id = $1
        limit 1`,
      [pair.brand.accountId, letter === "A" ? "1" : "2", `Profile of ${letter}`],
    );
    await client.data(verifyAll(pair.program));
    await client.data(
      `mutation {
        createPartnerGroup(name: "Group of ${letter}", idempotencyKey: "group") { __typename }
        addLinkDomain(host: "${letter}.links.example", idempotencyKey: "domain") { __typename }
        addPartnerNote(
          partnerId: "${pair.partner.accountId}", text: "Note of ${letter}", idempotencyKey: "note"
        ) {
          __typename
        }
        saveTermsDraft(
          input: {
            programId: "${pair.program}",
            name: "Draft of ${letter}",
            content: "{\\"of\\":\\"${letter}\\"}"
          },
          idempotencyKey: "draft of terms"
        ) {
          __typename
        }
      }`,
    );
    await client.data(
      `mutation {
        createExceptionList(
          input: { kind: SKU, name: "List of ${letter}", items: ["B01"] },
          idempotencyKey: "list"
        ) {
          __typename
        }
      }`,
    );
  }
  for (const letter of ["X", "Y"] as const)
    await player(letter).client.data(
      `mutation {
        createMediaProperty(
          input: { name: "Site of ${letter}", url: "https://example.com/" },
          idempotencyKey: "site"
        ) {
          __typename
        }
      }`,
    );
  await fillHealth(world);
  await fillViews(world, (letter) => player(letter).client);
  await fillReplays(world, (letter) => player(letter).client);
  await fillExports(world, (letter) => player(letter).client);
  rows = await visibleRows(world.people);
  for (const one of players.values()) one.hidden = hiddenFrom(rows, one.accountId);
});
afterAll(() => world?.close());

/** Several requests at a time; the order does not matter. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

const ids = (one: Player, kind: Kind) =>
  ownAndForeign(rows, one.accountId ?? "", kind, [
    world.partnerX.accountId,
    world.partnerY.accountId,
  ]);
const ownIds =
  (one: Player): Pick =>
  (kind) =>
    ids(one, kind).own ?? unknownId;
/**
 * What exists where it is read; what does not where it would be changed, so that a thousand cells
 * leave the world as it is.
 */
const harmlessIds = (one: Player, root: string): Pick =>
  root.startsWith("Mutation.") ? () => unknownId : ownIds(one);

/** Reads a subscription's first event, or its refusal, as an answer. */
async function firstEvent(one: Player, document: string): Promise<Answer> {
  const stream = await openStream(
    world.url,
    document,
    one.key ? { key: one.key } : { cookie: one.client.cookie() },
  );
  const answer = stream.refused ?? (await stream.next()) ?? { data: null, errors: [] };
  stream.close();
  return {
    status: stream.status,
    headers: new Headers(),
    data: (answer.data ?? null) as Answer["data"],
    errors: answer.errors ?? [],
  };
}
const ask = (one: Player, document: string): Promise<Answer> => {
  if (document.startsWith("subscription")) return firstEvent(one, document);
  return (document.includes("signOut") ? one.spare : one.client).post(document);
};

const refusals = (answer: Answer) =>
  answer.errors.filter((error) =>
    ["UNAUTHENTICATED", "FORBIDDEN"].includes(error.extensions?.code),
  );
const leaks = (one: Player, answer: Answer): string[] => {
  const text = JSON.stringify(answer.data);
  return one.hidden.filter((hidden) => text.includes(hidden));
};
/** What is wrong with an answer that must be allowed: refused, broken, or showing others' rows. */
function faultOfAllowed(one: Player, document: string, answer: Answer): string | null {
  if (answer.errors.length > 0)
    return `${one.principal} ${document}: ${JSON.stringify(answer.errors[0])}`;
  // Without a mail server the outbox is where mails are read, so it shows whom they are about.
  const leaked = document.includes("outbox") ? [] : leaks(one, answer);
  return leaked.length > 0 ? `${one.principal} ${document}: shows ${leaked.join(", ")}` : null;
}
function faultOfDenied(one: Player, document: string, answer: Answer): string | null {
  const code = one.principal === "?" ? "UNAUTHENTICATED" : "FORBIDDEN";
  const isExact =
    answer.errors.length > 0 &&
    refusals(answer).length === answer.errors.length &&
    answer.errors.every((error) => error.extensions?.code === code) &&
    answer.data === null;
  return isExact
    ? null
    : `${one.principal} ${document}: expected ${code}, got ` +
        JSON.stringify({ data: answer.data, errors: answer.errors }).slice(0, 300);
}

describe("the table", () => {
  test("has a line for every query, mutation and subscription, and no line more", () => {
    expect(Object.keys(expectedRoots).sort()).toEqual([...rootFields].sort());
    for (const root of Object.keys(callArguments)) expect(rootFields).toContain(root);
  });
  test("has a line for every object type, and no line more", () => {
    expect(Object.keys(expectedTypes).sort()).toEqual(plainTypes.map((type) => type.name).sort());
  });
  test("has eight letters or dashes in every line", () => {
    for (const [name, flags] of Object.entries({ ...expectedRoots, ...expectedTypes })) {
      expect(flags, name).toHaveLength(principals.length);
      for (const [i, letter] of flags.split("").entries())
        expect([principals[i], "-"], name).toContain(letter);
    }
  });
});

test("every root field answers eight viewers as the table says [D177, D198, D199]", async () => {
  const faults: string[] = [];
  let cells = 0;
  await each(
    rootFields.flatMap((root) => principals.map((principal) => ({ root, principal }))),
    async ({ root, principal }) => {
      const one = player(principal);
      const document = documentOf(root, "__typename", harmlessIds(one, root));
      const answer = await ask(one, document);
      const fault = expects(expectedRoots[root] ?? "", principal)
        ? faultOfAllowed(one, document, answer)
        : faultOfDenied(one, document, answer);
      if (fault) faults.push(fault);
      cells += 1;
    },
  );
  expect(faults).toEqual([]);
  expect(cells).toBe(rootFields.length * principals.length);
  console.info(`matrix: ${cells} cells of root fields`);
}, 120_000);

test("no file shows a row of another account's, of any table and program [D177]", async () => {
  const { faults, found } = await askForFiles(world, [...players.values()]);
  expect(faults).toEqual([]);
  // Each table of an own program, and an own export; X works with both brands.
  const tables: readonly ExportTable[] = exportTableNames.map((name) => exportTables[name]);
  const brand = tables.filter(({ only }) => only !== "PARTNER").length + 1;
  const partner = tables.filter(({ only }) => only !== "BRAND").length;
  const [X, Y] = [2 * partner + 1, partner + 1];
  expect(found).toEqual({ A: brand, B: brand, X, Y, r: brand, w: brand });
}, 60_000);

/**
 * The way a viewer may go; else one whose root at least is open, so that the type itself must
 * refuse; else any.
 */
function wayFor(type: GraphQLObjectType, principal: Principal): CallPath {
  const all = ways.get(type.name) ?? expect.fail(`nothing leads to ${type.name}`);
  const rootOpen = all.filter((way) => expects(expectedRoots[way.root] ?? "", principal));
  return (
    rootOpen.find((way) =>
      way.types.every((name) => expects(expectedTypes[name] ?? "", principal)),
    ) ??
    rootOpen[0] ??
    all[0] ??
    expect.fail(type.name)
  );
}

test("every field of every type answers eight viewers right [D177, D178, D18]", async () => {
  const faults: string[] = [];
  let cells = 0;
  await each(
    plainTypes.flatMap((type) => principals.map((principal) => ({ type, principal }))),
    async ({ type, principal }) => {
      const one = player(principal);
      const way = wayFor(type, principal);
      const fields = Object.keys(type.getFields());
      const isAllowed = expects(expectedTypes[type.name] ?? "", principal);
      const selections = fields.map((field) => fieldSelection(type, field));
      // Allowed fields run together, and none may fail; a refused one is asked for alone, so that
      // it is the one that refuses.
      for (const selection of isAllowed ? [selections.join(" ")] : selections) {
        const document = documentOf(way.root, selection, harmlessIds(one, way.root), way.steps);
        const answer = await ask(one, document);
        const fault = isAllowed
          ? faultOfAllowed(one, document, answer)
          : faultOfDenied(one, document, answer);
        if (fault) faults.push(fault);
      }
      cells += fields.length;
    },
  );
  expect(faults).toEqual([]);
  expect(cells).toBe(
    plainTypes.reduce((sum, type) => sum + Object.keys(type.getFields()).length, 0) *
      principals.length,
  );
  console.info(`matrix: ${cells} cells of fields of types`);
}, 240_000);

/** All plain fields of a type, two levels deep: enough to carry any row's names. */
function wide(typeName: string, depth = 3): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return "__typename";
  return (
    Object.keys(type.getFields())
      .map((name) => {
        const selection = fieldSelection(type, name);
        if (!selection.endsWith("{ __typename }")) return selection;
        const inner = String(type.getFields()[name]?.type).replace(/[[\]!]/g, "");
        return depth > 0 ? `${name} { ${wide(inner, depth - 1)} }` : "";
      })
      .join(" ")
      .trim() || "__typename"
  );
}
const queriesWithIds = rootFields.filter(
  (root) => root.startsWith("Query.") && kindsOf(root).length > 0,
);

test("every tenant finds own rows by each of these queries: none is in vain", async () => {
  const isEmpty = (root: string, letter: string) =>
    root === "Query.partner" || (ofBrandsAlone.includes(root) && "XY".includes(letter));
  for (const letter of ["X", "Y", "A", "B", "r", "w"] as const)
    for (const root of queriesWithIds.filter(
      (name) => !isEmpty(name, letter) && expects(expectedRoots[name] ?? "", letter),
    )) {
      const one = player(letter);
      for (const kind of kindsOf(root))
        expect(ids(one, kind).own, `${letter} ${kind}`).toBeDefined();
      const { data, errors } = await ask(one, documentOf(root, "__typename", ownIds(one)));
      expect({ root, letter, errors, found: Object.values(data ?? {})[0] ?? null }).toMatchObject({
        errors: [],
        found: expect.anything(),
      });
    }
}, 120_000);

test("a foreign id is answered as an unknown one, by every query, to all [D177]", async () => {
  const faults: string[] = [];
  let asked = 0;
  const cells = queriesWithIds.flatMap((root) =>
    kindsOf(root).flatMap((kind) => principals.map((principal) => ({ root, kind, principal }))),
  );
  await each(
    cells.filter(({ root, principal }) => expects(expectedRoots[root] ?? "", principal)),
    async ({ root, kind, principal }) => {
      const one = player(principal);
      const { foreign } = ids(one, kind);
      if (foreign === undefined) return;
      const [name = ""] = root.split(".").slice(1);
      const selection = wide(
        String(schema.getQueryType()?.getFields()[name]?.type).replace(/[[\]!]/g, ""),
      );
      const answerWith = (id: string) =>
        ask(
          one,
          documentOf(root, selection, (wanted) => (wanted === kind ? id : ownIds(one)(wanted))),
        );
      const [theirs, nobodys] = [await answerWith(foreign), await answerWith(unknownId)];
      asked += 1;
      if (
        JSON.stringify([theirs.data, theirs.errors.length]) !==
          JSON.stringify([nobodys.data, nobodys.errors.length]) ||
        theirs.errors.length > 0
      )
        faults.push(
          `${principal} ${root} ${kind}: ${JSON.stringify(theirs.data).slice(0, 300)} / ` +
            `${JSON.stringify(nobodys.data).slice(0, 300)} ${JSON.stringify(theirs.errors)}`,
        );
      const leaked = leaks(one, theirs).filter((text) => text !== foreign);
      if (leaked.length > 0)
        faults.push(`${principal} ${root} ${kind}: shows ${leaked.join(", ")}`);
    },
  );
  expect(faults).toEqual([]);
  expect(asked).toBeGreaterThan(60);
}, 120_000);

test("a table is a file of its own brand's alone, for whoever reads reports", async () => {
  const range = "from=2026-11-01&to=2026-11-03&by=PARTNER";
  const statuses: Record<Principal, number[]> = {
    "?": [401, 401, 401],
    X: [404, 404, 404],
    Y: [404, 404, 404],
    A: [200, 404, 404],
    B: [200, 404, 404],
    r: [200, 404, 404],
    w: [200, 404, 404],
    o: [403, 403, 403],
  };
  for (const principal of principals) {
    const one = player(principal);
    const { own = unknownId, foreign = unknownId } = ids(one, "program");
    for (const name of ["verification", "reconciliation"]) {
      const answers = [own, foreign, unknownId].map((program) =>
        fetch(`${world.url}/files/${name}/${program}?${range}`, {
          headers: one.key
            ? { authorization: `Bearer ${one.key}` }
            : { cookie: one.client.cookie() ?? "" },
        }),
      );
      const found = await Promise.all(answers);
      expect([principal, name, found.map(({ status }) => status)]).toEqual([
        principal,
        name,
        statuses[principal],
      ]);
      for (const answer of found) {
        const text = await answer.text();
        expect(one.hidden.filter((hidden) => text.includes(hidden))).toEqual([]);
      }
    }
  }
});

/**
 * The letters of those who are asked first for a page with a row: owners, a partner, the operator.
 */
const readers = ["A", "X", "o", "B", "Y"] as const;
test("a cursor goes on in its own list alone, for its own reader alone", async () => {
  const lists = listsOf(schema);
  const read = async (one: Player, list: List, after: string | null, given?: string) => {
    const pick = ownIds(one);
    const document = pageOf(list, pick, given ?? argumentsOf(list, pick), after);
    const text = JSON.stringify(await one.client.post(document));
    return { text, cursor: /"endCursor":"([^"]+)"/.exec(text)?.[1] ?? null };
  };
  const given: { list: List; one: Player; cursor: string }[] = [];
  const without: string[] = [];
  await each(lists, async (list) => {
    for (const letter of readers) {
      const { cursor } = await read(player(letter), list, null);
      if (cursor !== null) return void given.push({ list, one: player(letter), cursor });
    }
    without.push(list.name);
  });
  expect(without.toSorted(), "no row of these is in this world").toEqual([
    "Query.bonusPostings",
    "Query.campaignTerms",
    "Query.contractChangePartners",
    "Query.outsideOfTermsConversions",
    "Replay.moves",
  ]);
  await each(given, async ({ list, one, cursor }) => {
    const about = inspect({ list: list.name, one: one.principal });
    expect((await read(one, list, cursor)).text, about).not.toContain("code");
    for (const other of lists.filter((each) => each !== list))
      expect((await read(one, other, cursor)).text, other.name + about).toMatch(
        /BAD_CURSOR.*"path":\["after"\]|"path":\["after"\].*BAD_CURSOR|FORBIDDEN|NOT_FOUND/,
      );
    for (const changed of otherArguments(list, argumentsOf(list, ownIds(one))))
      expect((await read(one, list, cursor, changed)).text, changed + about).toContain(
        '"code":"BAD_CURSOR"',
      );
    for (const other of [...players.values()].filter((each) => each !== one))
      expect(
        (await read(other, list, cursor, argumentsOf(list, ownIds(one)))).text,
        about + other.principal,
      ).not.toContain('"endCursor":');
  });
}, 120_000);

test("a mutation with a foreign id is refused as an unknown one, without change", async () => {
  const faults: string[] = [];
  let asked = 0;
  const mutations = rootFields.filter((root) => root.startsWith("Mutation."));
  const cells = mutations.flatMap((root) =>
    kindsOf(root).flatMap((kind) => principals.map((principal) => ({ root, kind, principal }))),
  );
  await each(
    cells.filter(({ root, principal }) => expects(expectedRoots[root] ?? "", principal)),
    async ({ root, kind, principal }) => {
      const one = player(principal);
      const { foreign } = ids(one, kind);
      if (foreign === undefined || (principal === "o" && root === "Mutation.setEdition")) return;
      const answerWith = (id: string) =>
        ask(
          one,
          documentOf(root, "__typename ... on UserError { code message path }", (wanted) =>
            wanted === kind ? id : ownIds(one)(wanted),
          ),
        );
      const [theirs, nobodys] = [await answerWith(foreign), await answerWith(unknownId)];
      asked += 1;
      if (
        JSON.stringify(theirs.data) !== JSON.stringify(nobodys.data) ||
        !JSON.stringify(theirs.data).includes('"NOT_FOUND"')
      )
        faults.push(
          `${principal} ${root} ${kind}: ${JSON.stringify(theirs)} / ` +
            JSON.stringify(nobodys.data),
        );
    },
  );
  expect(faults).toEqual([]);
  expect(asked).toBeGreaterThan(40);
}, 120_000);

describe("the second wall: row-level security with the application's filters off", () => {
  const relations = async (): Promise<string[]> =>
    (
      await world.people.sql<{ name: string }>(
        `select c.relname as name
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public'
            and c.relkind in ('r', 'p', 'v', 'm')
            and c.relname <> 'migration'
          order by 1`,
      )
    ).map(({ name }) => name);

  async function rowsOf(
    scope: Scope | null,
    table: string,
  ): Promise<Record<string, unknown>[] | "DENIED"> {
    try {
      return await emFor(world.app.deps.orm, scope?.reader() ?? { kind: "EVERYBODY" }).execute<
        Record<string, unknown>[]
      >(`select * from ${table}`);
    } catch (error) {
      if ((error as { code?: string }).code === "42501") return "DENIED";
      throw error;
    }
  }
  /** No tenant's: users, what was said of a request, how the installation is. */
  const ofOperator = new Set([
    "app_user",
    "cpc_request_event",
    "process_heartbeat",
    "health_reading",
  ]);
  const viewerBehind = async (one: Player): Promise<Viewer> => {
    const sessionToken = one.client.cookie()?.split("=")[1] ?? null;
    const viewer = await viewerOf(world.app.deps, {
      sessionToken,
      authorization: one.key ? `Bearer ${one.key}` : null,
    });
    return "invalid" in viewer ? expect.fail(`no viewer behind ${one.principal}`) : viewer;
  };

  test.each(["X", "Y", "A", "B", "r", "w", "o"] as const)(
    "%s reads no foreign row from any table",
    async (principal) => {
      const one = player(principal);
      const scope = Scope.of(await viewerBehind(one));
      let seen = 0;
      const tables = await relations();
      for (const table of tables) {
        const found = await rowsOf(scope, table);
        if (found === "DENIED") continue;
        seen += found.length;
        for (const row of found) {
          const tenants = [row.brand_account_id, row.partner_account_id, row.account_id].filter(
            (id) => id != null,
          );
          const isRow = ({ id, kind }: Row) => id === row.id && !textsOnly.has(kind);
          // A row without a tenant of its own belongs to its program's.
          const known =
            rows.find(isRow) ??
            (tenants.length === 0 ? rows.find(({ id }) => id === row.program_id) : undefined);
          const isSeen = known
            ? known.seenBy.includes(one.accountId ?? "")
            : tenants.some((id) => id === one.accountId);
          // Users carry no tenant: those of the own account, and for the operator all.
          if (!isSeen && !(principal === "o" && ofOperator.has(table)))
            expect.fail(`${principal} reads ${table}: ${inspect(row)}`);
        }
      }
      expect(tables.length).toBeGreaterThan(30);
      expect(seen).toBeGreaterThan(principal === "o" ? 5 : 20);
    },
  );

  test("without a session no table has a row", async () => {
    for (const table of await relations()) {
      const found = await rowsOf(null, table);
      expect(found === "DENIED" ? [] : found, table).toEqual([]);
    }
  });
});
