/**
 * The schema as a promise: committed as it is printed, described throughout, refusing by unions,
 * never broken unseen.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type GraphQLNamedType,
} from "graphql";
import { expect, test } from "vitest";
import { clauseRecords, plainFields } from "../domain/clauses.ts";
import { keyScopes } from "../platform/auth/rights.ts";
import { rootFolder } from "../platform/env.ts";
import { Count } from "../platform/api/scalars.ts";
import { valuesWithoutGate } from "../platform/graphql/gates.ts";
import { buildApiSchema, fieldsWithoutRight, printApiSchema } from "./schema.ts";

const schema = buildApiSchema();
const committed = readFileSync(join(rootFolder, "schema.graphql"), "utf8");
const ownTypes = Object.values(schema.getTypeMap()).filter(
  (type) =>
    !type.name.startsWith("__") && !["String", "Int", "Float", "Boolean"].includes(type.name),
);

test("schema.graphql is what the code prints, byte for byte: else run `npm run generate`", () => {
  expect(committed).toBe(printApiSchema());
});

test("nothing that the committed schema promises is gone [D206]", () => {
  expect(findBreakingChanges(buildSchema(committed), schema)).toEqual([]);
  const smaller = buildSchema(
    committed.replace(/ {2}"""Your account."""\n {2}account: Account\n/, ""),
  );
  expect(
    findBreakingChanges(schema, smaller).map(({ type }) => type),
    "the comparison can fail",
  ).toContain("FIELD_REMOVED");
});

/** What the calendar, the terms or a list bound, by the name of the field. */
const boundedFields = new Set(
  (
    "financialYearStart dayOfMonth days months dedupeDays ageDays noticeDays maxNoticeDays " +
    "trialDays referralWindowDays uniqueWindowMinutes validMinutes retryAfterSeconds attempts " +
    "percent progressPercent maxReturnPercent number versionNumber currentVersion termsVersion " +
    "beforeVersion afterVersion engineVersion row rank tier maxClicks maxConversions"
  ).split(" "),
);
test("whatever is counted or summed up is a Count, which holds what 32 bits do not", () => {
  const small = ownTypes.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          getNamedType(field.type).name === "Int" && !boundedFields.has(field.name)
            ? [`${type.name}.${field.name}`]
            : [],
        )
      : [],
  );
  expect(small).toEqual([]);
  expect(Count.serialize(3_000_000_000)).toBe(3_000_000_000);
  expect(Count.serialize(Number.MAX_SAFE_INTEGER)).toBe(9_007_199_254_740_991);
  expect(() => Count.serialize(2 ** 53)).toThrow("holds exactly");
});

const clauseInputs = () => {
  const found = new Map<string, string[]>();
  const visit = (name: string): void => {
    const type = schema.getType(name);
    if (found.has(name) || !isInputObjectType(type)) return;
    const fields = Object.values(type.getFields());
    found.set(
      name,
      fields.map((field) => `${name}.${field.name}`),
    );
    for (const field of fields) visit(getNamedType(field.type).name);
  };
  visit("TermsInput");
  return [...found.values()].flat();
};
test("every field of terms is a clause that something keeps, and a test proves it", () => {
  const said = [...Object.values(clauseRecords).flatMap(({ fields }) => fields), ...plainFields];
  expect(new Set(said).size, "no field is said twice").toBe(said.length);
  expect(clauseInputs().toSorted()).toEqual(said.toSorted());
  const read = (file: string) => readFileSync(join(rootFolder, "server", file), "utf8");
  for (const [name, { keptBy, provedBy }] of Object.entries(clauseRecords)) {
    expect(read(keptBy[0]), name).toMatch(
      new RegExp(`^(export )?(async )?(function|const) ${keptBy[1]}\\b`, "m"),
    );
    expect(read(provedBy[0]), name).toContain(`test("${provedBy[1]}`);
  }
});

const isRoot = (type: GraphQLNamedType) =>
  ["Query", "Mutation", "Subscription"].includes(type.name);
const argumentsOf = (type: GraphQLNamedType): string[] =>
  isObjectType(type)
    ? Object.values(type.getFields()).flatMap((field) =>
        field.args
          .filter((arg) => !arg.description)
          .map((arg) => `${type.name}.${field.name}(${arg.name})`),
      )
    : [];
function undescribed(type: GraphQLNamedType): string[] {
  const missing = type.description || isRoot(type) ? [] : [type.name];
  if (isEnumType(type))
    missing.push(
      ...type
        .getValues()
        .filter((value) => !value.description)
        .map((value) => `${type.name}.${value.name}`),
    );
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return missing;
  for (const field of Object.values(type.getFields()))
    if (!field.description) missing.push(`${type.name}.${field.name}`);
  return [...missing, ...argumentsOf(type)];
}
test("every type, field, argument and enum value says what it is", () => {
  expect(ownTypes.length).toBeGreaterThan(100);
  expect(ownTypes.flatMap(undescribed)).toEqual([]);
});

test("every mutation answers with a union of one …Ok and refusals alone", () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect(mutations.length).toBeGreaterThan(30);
  for (const mutation of mutations) {
    const result = getNamedType(mutation.type);
    const members = isUnionType(result) ? result.getTypes() : [];
    expect(
      members.filter((member) => member.name.endsWith("Ok")),
      mutation.name,
    ).toHaveLength(1);
    for (const member of members)
      if (!member.name.endsWith("Ok"))
        expect(
          member.getInterfaces().map(({ name }) => name),
          `${mutation.name}: ${member.name}`,
        ).toContain("UserError");
  }
});

test("every field names a right; every list is bounded by a page or a number of rows", () => {
  expect(fieldsWithoutRight(schema)).toEqual([]);
  const connections = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) =>
    getNamedType(field.type).name.endsWith("Connection"),
  );
  expect(connections.length).toBeGreaterThan(10);
  for (const field of connections)
    expect(field.args.find((arg) => arg.name === "first")?.defaultValue, field.name).toBe(25);
});

test("every value that comes in has a gate: bare text or numbers are found [found 35]", () => {
  const bare = buildSchema(
    "input In { a: String, b: [Int!]!, c: Mode, d: ID } enum Mode { X } type Query { q(first: " +
      "Int, after: String, in: In, f: Float): Inner } type Inner { i(s: String): Int }",
  );
  expect(valuesWithoutGate(bare)).toEqual(["In.a", "In.b", "Query.q(f)", "Inner.i(s)"]);
  expect(valuesWithoutGate(schema)).toEqual([]);
});

test("no mutation stands under a right to read: no read key calls one [found 115, D199]", () => {
  const mutations = Object.entries(schema.getMutationType()?.getFields() ?? {});
  expect(mutations.length).toBeGreaterThan(70);
  expect(
    mutations
      .filter(([, field]) => String(field.extensions.right).endsWith(":read"))
      .map(([name]) => name),
  ).toEqual([]);
});

test("codes of refusals and scopes of keys are enums, all with words [found 30, 34]", () => {
  const code = schema.getType("UserError");
  expect(isInterfaceType(code) && String(code.getFields().code?.type)).toBe("ErrorCode!");
  const scopes = schema.getType("ApiKeyScope");
  expect(
    isEnumType(scopes) && scopes.getValues().map(({ name, value }) => [name, value as string]),
  ).toContainEqual(["REPORTS_READ", "reports:read"]);
});

test("each scope of a key opens something of its own beside programs [found 30]", () => {
  const roots = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].flatMap((type) => Object.values(type?.getFields() ?? {}));
  const opened = (scope: string): string[] =>
    roots.filter(({ extensions }) => extensions.right === scope).map(({ name }) => name);
  for (const scope of keyScopes) expect(opened(scope), scope).not.toEqual([]);
  expect(opened("programs:read").toSorted()).toEqual(["program", "programs"]);
});

test("every document in the papers fits the schema and its variables' types [found 30]", () => {
  const papers = ["README.md", "docs/api.md", "docs/follow-one-click.md"];
  const documents = papers
    .map((path) => readFileSync(join(rootFolder, path), "utf8"))
    .flatMap((text) => [
      ...text.matchAll(/\bask '(?!\{")([^']+)'|"query":\s*"([^"]+)"|^```graphql\n(.*?)^```$/gms),
    ])
    .map(([, asked, quoted, block]) => asked ?? quoted ?? block ?? "");
  expect(documents.length).toBeGreaterThan(11);
  for (const text of documents) expect(validate(schema, parse(text)), text).toEqual([]);
});

test("fields tell of windows after a changed calendar, and of copied groups", () => {
  const describedAt = (...path: [type: string, field: string]): string => {
    const type = schema.getType(path[0]);
    if (!isObjectType(type) && !isInputObjectType(type)) return "";
    return type.getFields()[path[1]]?.description ?? "";
  };
  expect(describedAt("Mutation", "updateAccount")).toContain("bind at once until the old ones end");
  for (const field of ["timeZone", "financialYearStart"])
    expect(describedAt("UpdateAccountInput", field)).toMatch(/binds? beside the new one/);
  expect(describedAt("PayoutGroup", "id")).toContain("copy");
  expect(describedAt("PayoutGroupInput", "id")).toContain("copied keep the ids");
  expect(describedAt("Mutation", "copyTerms")).toContain("groups keep their ids");
});
