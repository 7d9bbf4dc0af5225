/** POST and GET /files over real HTTP, and who reads what of a clause. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";
import { databaseFiles, sha256 } from "./file-store.ts";
import { maxFileBytes } from "./files.ts";
import { errorCodes } from "../../domain/codes.ts";
import { maxFileBytes as maxListFileBytes } from "../../partnership/lists/list-file.ts";

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from([0, 255, 128, 10])]);
interface Sent {
  status: number;
  id?: string;
  errors?: { message: string; extensions: { code: string } }[];
}
async function send(
  headers: Record<string, string>,
  body: Buffer<ArrayBuffer> = pdf,
  name = "Our%20clause.pdf",
): Promise<Sent> {
  const response = await fetch(`${world.url}/files?name=${name}`, {
    method: "POST",
    headers: { "content-type": "application/pdf", ...headers },
    body,
  });
  return { status: response.status, ...((await response.json()) as object) };
}
const asBrand = () => ({ cookie: brand.cookie() ?? "" });
const get = (id: string, headers: Record<string, string> = {}, query = "") =>
  fetch(`${world.url}/files/${id}${query}`, { headers });
const as = (client: Client) => ({ cookie: client.cookie() ?? "" });

describe("sending a file", () => {
  test("stores a PDF with its SHA-256 for the account", async () => {
    const { status, id } = await send(asBrand());
    expect(status).toBe(201);
    const [row] = await world.people.sql<object>(
      "select account_id, name, media_type, sha256, size from stored_file where id = $1",
      [id],
    );
    expect(row).toEqual({
      account_id: world.brandA.accountId,
      name: "Our clause.pdf",
      media_type: "application/pdf",
      sha256: sha256(pdf),
      size: pdf.length,
    });
  });

  test("needs a sign-in or a key with terms:write, and our own origin", async () => {
    expect(await send({})).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect(await send({ authorization: "Bearer cf_live_nonsense" })).toMatchObject({ status: 401 });
    expect(await send(as(partner))).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: "FORBIDDEN" } }],
    });
    expect(
      await send({ authorization: `Bearer ${await world.keyOf(world.brandA, ["terms:read"])}` }),
    ).toMatchObject({ status: 403 });
    expect(
      await send({ authorization: `Bearer ${await world.keyOf(world.brandA, ["terms:write"])}` }),
    ).toMatchObject({ status: 201 });
    expect(await send({ ...asBrand(), origin: "https://evil.example" })).toMatchObject({
      status: 403,
      errors: [
        { message: "This request comes from another site", extensions: { code: "FORBIDDEN" } },
      ],
    });
    expect(await send({ ...asBrand(), origin: world.url })).toMatchObject({ status: 201 });
  });

  test("takes PDFs alone, by their bytes, of at most 5 MB", async () => {
    expect(await send({ ...asBrand(), "content-type": "text/html" })).toMatchObject({
      status: 415,
      errors: [{ extensions: { code: "NOT_A_PDF" } }],
    });
    expect(await send(asBrand(), Buffer.from("<script>alert(1)</script>"))).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: "NOT_A_PDF" } }],
    });
    const large = (bytes: number) => Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(bytes - 5)]);
    expect(await send(asBrand(), large(maxFileBytes))).toMatchObject({ status: 201 });
    expect(await send(asBrand(), large(maxFileBytes + 1))).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: "BODY_TOO_LARGE" } }],
    });
    for (const name of ["%20", "%00", "x".repeat(201)])
      expect(await send(asBrand(), pdf, name)).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: "BAD_NAME" } }],
      });
  });
});

test("found 6: a list's file is read as Excel saved it, and nothing is stored", async () => {
  const ask = async (
    query: string,
    body: Buffer<ArrayBuffer>,
    headers: Record<string, string> = asBrand(),
  ) => {
    const response = await fetch(`${world.url}/files/list?${query}`, {
      method: "POST",
      headers: { "content-type": "application/vnd.ms-excel", ...headers },
      body,
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const file = Buffer.from("Titel;Kategorie\r\nPfanne;K\u00fcche\r\n;\r\n", "latin1");
  expect(await ask("kind=CATEGORY", file)).toEqual({
    status: 200,
    encoding: "windows-1252",
    separator: ";",
    header: true,
    column: 1,
    columns: [
      { name: "Titel", sample: "Pfanne" },
      { name: "Kategorie", sample: "Küche" },
    ],
    rows: 3,
    items: ["Küche"],
    left: [
      { row: 1, reason: "HEADER", text: "Titel;Kategorie", message: "It names the columns" },
      { row: 3, reason: "BLANK", text: "", message: "There is nothing in this column" },
    ],
  });
  expect(
    await ask("kind=CATEGORY&column=0&header=false&encoding=windows-1252", file),
  ).toMatchObject({ items: ["Titel", "Pfanne"] });
  expect(await ask("kind=CATEGORY&encoding=utf-8", file)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: "BAD_ENCODING", path: ["encoding"] } }],
  });
  expect(await ask("kind=CATEGORY&column=7", file)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: "BAD_COLUMN", path: ["column"] } }],
  });
  for (const query of ["", "kind=SHOES", "kind=SKU&encoding=latin9", "kind=SKU&separator=x"])
    expect(await ask(query, file), query).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: "BAD_INPUT" } }],
    });
  const form = { ...asBrand(), "content-type": "multipart/form-data; boundary=x" };
  expect(await ask("kind=SKU", Buffer.from("--x\r\n"), form)).toMatchObject({
    status: 415,
    errors: [{ message: expect.stringContaining("text/csv") as string }],
  });
  expect(await ask("kind=SKU", Buffer.alloc(1_048_577))).toMatchObject({ status: 413 });
  expect(await ask("kind=SKU", file, as(partner))).toMatchObject({ status: 403 });
  expect(await ask("kind=SKU", file, {})).toMatchObject({ status: 401 });
});

test("refusals at /files have the API's form: code, sentence, request id [D205]", async () => {
  const nobody = "01930000-0000-7000-8000-000000000000";
  const big = (bytes: number) => Buffer.alloc(bytes + 1);
  const pdfType = { "content-type": "application/pdf" };
  type Case = [string, string, Record<string, string>, Buffer<ArrayBuffer> | null];
  const told = async ([method, path, headers, body]: Case) => {
    const response = await fetch(world.url + path, {
      method,
      headers: { ...asBrand(), ...headers },
      body,
    });
    const { errors } = (await response.json()) as {
      errors: {
        message: string;
        extensions: { code: string; path?: string[]; requestId: string };
      }[];
    };
    const [{ message, extensions } = { message: "", extensions: null }] = errors;
    expect(extensions?.requestId).toBe(response.headers.get("x-request-id"));
    expect(response.headers.get("cache-control") ?? "", path).toContain("no-store");
    expect(Number(response.headers.get("ratelimit-limit"))).toBeGreaterThan(0);
    return [response.status, extensions?.code, extensions?.path?.join("."), message];
  };
  const [large, list] = [big(maxFileBytes), big(maxListFileBytes)];
  const cases: [Case, unknown[]][] = [
    [
      ["GET", `/files/${nobody}`, {}, null],
      [404, "NOT_FOUND", undefined, "There is no such file, or none that you may read"],
    ],
    [
      ["POST", "/files", { "content-type": "text/csv" }, pdf],
      [
        415,
        "NOT_A_PDF",
        "content-type",
        "Send the PDF as the body, with the header content-type: application/pdf",
      ],
    ],
    [
      ["POST", "/files", pdfType, large],
      [413, "BODY_TOO_LARGE", "body", "A file has at most 5 MB: make the PDF smaller"],
    ],
    [
      ["POST", "/files/list?kind=SKU", {}, list],
      [
        413,
        "BODY_TOO_LARGE",
        "body",
        "A file has at most 1 MB: split it, or leave out columns that are no items",
      ],
    ],
    [
      ["POST", "/files", pdfType, Buffer.from("GIF89a")],
      [
        400,
        "NOT_A_PDF",
        "body",
        "Only PDF files are taken, and this is none: save it as a PDF, and send that",
      ],
    ],
    [
      ["POST", "/files/list?kind=SKU", { "content-type": "none" }, pdf],
      [
        415,
        "BAD_FILE",
        "content-type",
        "Send the file itself as the body, as text/csv or text/plain, without a form around it",
      ],
    ],
    [
      ["POST", "/files/list?kind=SHOES", {}, pdf],
      [400, "BAD_INPUT", "kind", '"kind" is one of "SKU", "CATEGORY", "PROMO_CODE"'],
    ],
    [
      ["POST", "/files/list?kind=SKU&encoding=utf-8", {}, Buffer.from("K\u00fcche", "latin1")],
      [400, "BAD_ENCODING", "encoding", "This file is not UTF-8: read it as Windows-1252"],
    ],
    [
      ["POST", "/files?name=%C4pfel.pdf", pdfType, pdf],
      [
        400,
        "BAD_ENCODING",
        "name",
        '"name=%C4pfel.pdf" in the address is not UTF-8: encode it so, and "%" itself as %25',
      ],
    ],
    [
      ["PUT", "/files", pdfType, pdf],
      [405, "BAD_REQUEST", undefined, "This address takes POST alone"],
    ],
    [
      ["GET", "/files", {}, null],
      [405, "BAD_REQUEST", undefined, "This address takes POST alone"],
    ],
    [
      ["DELETE", `/files/${nobody}`, {}, null],
      [405, "BAD_REQUEST", undefined, "This address takes GET alone"],
    ],
  ];
  for (const [asked, answer] of cases) {
    const [status, code, path, message] = await told(asked);
    expect([status, code, path, message], `${asked[0]} ${asked[1]}`).toEqual(answer);
    expect(errorCodes).toHaveProperty(String(code));
  }
});

test("an address that cannot be read is refused in the API's form", async () => {
  const response = await get("%C4", asBrand());
  expect([response.status, await response.json()]).toMatchObject([
    400,
    {
      errors: [
        {
          message: expect.stringContaining('"/files/%C4" in the address is not UTF-8') as string,
          extensions: { code: "BAD_ENCODING", requestId: expect.any(String) },
        },
      ],
    },
  ]);
});

test("an account stores at most 1,000 files", async () => {
  const other = await world.people.signUp("BRAND", "Collector");
  const [user] = await world.people.sql<{ user_id: string }>(
    "select user_id from membership where account_id = $1",
    [other.accountId],
  );
  await world.people.sql(
    `insert into stored_file (
        id, account_id, name, media_type, sha256, size, content, created_by, created_at
      )
      select gen_random_uuid(), $1, 'f', 'application/pdf', repeat('0', 64), 1, '', $2, now()
      from generate_series(1, 999)`,
    [other.accountId, user?.user_id],
  );
  const headers = as(await world.signIn(other.email));
  expect((await send(headers)).status).toBe(201);
  expect(await send(headers)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: "TOO_MANY_FILES" } }],
  });
});

describe("reading a file", () => {
  test("the brand reads it by its name, as a file no browser interprets", async () => {
    const { id = "" } = await send(asBrand());
    const response = await get(id, asBrand());
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": "attachment; filename*=UTF-8''Our%20clause.pdf",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
  });

  test("others read it only where they may read a version naming it [D32]", async () => {
    const { id: fileId = "" } = await send(asBrand());
    const { id: unused = "" } = await send(asBrand());
    const { id: program } = await makeProgram(brand, "Program of files");
    const terms = await makeTerms(brand, program, "With a clause", undefined, {
      customTerms: [{ name: "inner name", kind: "TRADEMARK", fileId }],
    });
    const others = [
      await world.signIn(world.partnerY.email),
      await world.signIn(world.brandB.email),
      createClient(world.url),
      partner,
    ];
    for (const client of others) expect((await get(fileId, as(client))).status).toBe(404);
    const contract = await propose(brand, terms, world.partnerX.accountId);
    await accept(partner, contract);
    const clause = "customTerms { name kind fileId }";
    const query = `{
      terms(id: "${terms}") { latest { ${clause} } }
      contract(id: "${contract}") { version { ${clause} } }
    }`;
    const seen = (name: string | null) => ({ customTerms: [{ name, kind: "TRADEMARK", fileId }] });
    expect(await partner.data(query)).toEqual({
      terms: { latest: seen(null) },
      contract: { version: seen(null) },
    });
    expect(await brand.data(query)).toEqual({
      terms: { latest: seen("inner name") },
      contract: { version: seen("inner name") },
    });
    const response = await get(fileId, as(partner));
    expect([response.status, response.headers.get("content-disposition")]).toEqual([
      200,
      "attachment; filename*=UTF-8''terms.pdf",
    ]);
    expect((await get(unused, as(partner))).status).toBe(404);
    for (const client of others.slice(0, 3))
      expect((await get(fileId, as(client))).status).toBe(404);
  });

  test("who holds an open branded link reads what its terms name, no more", async () => {
    const { id: fileId = "" } = await send(asBrand());
    const { id: unused = "" } = await send(asBrand());
    const terms = await makeTerms(brand, world.ax.program, "Public clause", undefined, {
      customTerms: [{ name: "n", fileId }],
    });
    const link = (mutation: string) =>
      run<Ok & { terms: { linkCode: string } }>(
        brand,
        `${mutation}(id: "${terms}", idempotencyKey: "${intent()}")`,
        "SaveTermsOk",
        "terms { linkCode }",
      );
    const code = (await link("openTermsLink")).terms.linkCode;
    expect(
      [
        await get(fileId, {}, `?code=${code}`),
        await get(unused, {}, `?code=${code}`),
        await get(fileId, {}, "?code=%00"),
      ].map(({ status }) => status),
    ).toEqual([200, 404, 404]);
    await link("closeTermsLink");
    expect((await get(fileId, {}, `?code=${code}`)).status).toBe(404);
    for (const id of ["nonsense", "01930000-0000-7000-8000-000000000000"])
      expect((await get(id)).status).toBe(404);
  });

  test("a key reads it with terms:read alone", async () => {
    const { id = "" } = await send(asBrand());
    const statusWith = async (scope: string) =>
      (await get(id, { authorization: `Bearer ${await world.keyOf(world.brandA, [scope])}` }))
        .status;
    expect([await statusWith("terms:read"), await statusWith("reports:read")]).toEqual([200, 404]);
  });

  test("another account's file cannot be put into terms", async () => {
    const other = await world.signIn(world.brandB.email);
    const { id: fileId = "" } = await send(as(other));
    const input = inline({
      name: "T",
      currency: "USD",
      eventPayouts: [{ event: "SALE", rate: "1%" }],
      customTerms: [{ name: "n", fileId }],
    });
    expect(
      await refusal(
        brand,
        `createTerms(programId: "${world.ax.program}", input: ${input}, idempotencyKey: ` +
          `"${intent()}")`,
      ),
    ).toMatchObject({
      __typename: "NotFound",
      path: ["input", "customTerms", "0", "fileId"],
    });
  });

  test("a file that was changed where it lies is not handed out", async () => {
    const { id = "" } = await send(asBrand());
    await world.people.sql("update stored_file set content = '\\x255044462d00' where id = $1", [
      id,
    ]);
    const session = {
      variables: { "app.kind": "BRAND", "app.account_id": world.brandA.accountId },
    };
    await expect(databaseFiles(world.people.deps.orm.em.fork({ session })).get(id)).rejects.toThrow(
      /is not what was stored/,
    );
  });
});
