import { graphql, isObjectType, isUnionType, type GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyScopes, rightsOfKey } from "../../platform/auth/rights.ts";
import {
  createPeople,
  password,
  type Account,
  type People,
  type Request,
} from "../../testing/worlds/people.ts";
import { accountResolvers } from "./resolvers.ts";

let people: People;
let brand: Account;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = buildSchemaSync({ resolvers: accountResolvers, validate: false });
  people = await createPeople();
  brand = await people.signUp("BRAND", "Acme");
});
afterAll(() => people.close());

async function run(ctx: Request, source: string): Promise<Record<string, Record<string, unknown>>> {
  const { data, errors } = await graphql({ schema, source, contextValue: ctx });
  expect(errors).toBeUndefined();
  return data as Record<string, Record<string, unknown>>;
}

test("every mutation answers with a union of one Ok; fields have rights and descriptions", () => {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const result = "ofType" in field.type ? field.type.ofType : field.type;
    expect(
      isUnionType(result) && result.getTypes().filter((type) => type.name.endsWith("Ok")).length,
      field.name,
    ).toBe(1);
    expect(field.extensions.right, field.name).toBeTypeOf("string");
  }
  const refusal = schema.getType("UserError");
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (
      type.name.startsWith("__") ||
      type.name === "PageInfo" ||
      type.name.endsWith("Connection") ||
      type.getInterfaces().some((one) => one === refusal)
    )
      continue;
    for (const field of Object.values(type.getFields())) {
      expect(
        field.extensions.right ?? type.extensions.right,
        `${type.name}.${field.name}`,
      ).toBeTypeOf("string");
      expect(field.description, `${type.name}.${field.name}`).toBeTruthy();
      for (const arg of field.args)
        expect(arg.description, `${type.name}.${field.name}(${arg.name})`).toBeTruthy();
    }
  }
});

test("[D199] with every scope, a key runs no mutation on people, keys and accounts", () => {
  const rights = rightsOfKey("BRAND", keyScopes);
  const open = Object.values(schema.getMutationType()?.getFields() ?? {}).filter((field) =>
    rights.has(field.extensions.right as never),
  );
  expect(open.map((field) => field.name).sort()).toEqual([
    "acceptInvitation",
    "requestPasswordReset",
    "resetPassword",
    "signIn",
    "signOut",
    "signUp",
  ]);
});

test("viewer says who asks", async () => {
  const query = `{
      viewer {
        kind
        user { email }
        account { name edition }
        role
        memberships { role account { id } }
        key { last4 }
      }
    }`;
  expect(await run(people.request(), query)).toEqual({
    viewer: {
      kind: "ANONYMOUS",
      user: null,
      account: null,
      role: null,
      memberships: [],
      key: null,
    },
  });
  expect((await run(await people.signedIn(brand), query)).viewer).toMatchObject({
    kind: "PERSON",
    account: { name: "Acme", edition: "ESSENTIALS" },
    role: "BRAND_ADMIN",
  });
});

test("sign-in answers with the member of its union", async () => {
  const signIn = (word: string) =>
    `mutation {
      signIn(email: "${brand.email}", password: "${word}") {
        __typename
        ... on SignInOk { viewer { user { name } } }
        ... on UserError { code message path }
      }
    }`;
  expect((await run(people.request(), signIn(password))).signIn).toMatchObject({
    __typename: "SignInOk",
    viewer: { user: { name: "Owner of Acme" } },
  });
  expect((await run(people.request(), signIn("not the password"))).signIn).toMatchObject({
    __typename: "InvalidInput",
    code: "SIGN_IN_FAILED",
    path: [],
  });
});

test("a key lasts 90 days when nothing is said, for ever only with null written", async () => {
  const create = (expiry: string) =>
    `mutation {
      createApiKey(input: { name: "K", scopes: [REPORTS_READ]${expiry} }) {
        ... on CreateApiKeyOk { secret apiKey { expiresAt } }
      }
    }`;
  const ctx = await people.signedIn(brand);
  const inDays = (days: number) => new Date(people.clock.now + days * 86_400_000).toISOString();
  expect((await run(ctx, create(""))).createApiKey).toMatchObject({
    apiKey: { expiresAt: inDays(90) },
  });
  expect((await run(ctx, create(", expiresInDays: 7"))).createApiKey).toMatchObject({
    apiKey: { expiresAt: inDays(7) },
  });
  expect((await run(ctx, create(", expiresInDays: null"))).createApiKey).toMatchObject({
    apiKey: { expiresAt: null },
  });
});

test("what updateAccount leaves out stays, what it sets to null is cleared", async () => {
  const ctx = await people.signedIn(brand);
  const update = (input: string) =>
    `mutation {
      updateAccount(input: { ${input} }) {
        ... on UpdateAccountOk { account { name supportContact } }
      }
    }`;
  expect((await run(ctx, update('supportContact: "help@acme.example"'))).updateAccount).toEqual({
    account: { name: "Acme", supportContact: "help@acme.example" },
  });
  expect((await run(ctx, update('name: "Acme 2"'))).updateAccount).toEqual({
    account: { name: "Acme 2", supportContact: "help@acme.example" },
  });
  expect((await run(ctx, update("supportContact: null"))).updateAccount).toEqual({
    account: { name: "Acme 2", supportContact: null },
  });
});
