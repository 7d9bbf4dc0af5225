/** What people do over the API, one call each. */
import { ruleOperators } from "../../domain/rule-operators.ts";
import { ruleVariables } from "../../domain/rule-variables.ts";
import { expectMember, type Client } from "./client.ts";

/** Members of a result union as these steps read them. */
export type Ok = { __typename: string } & Record<string, unknown>;

let intents = 0;
/** An idempotency key of its own. */
export const intent = (): string => `intent-${++intents}`;

/** Calls a mutation and gives its expected member, or fails with the refusal. */
export async function run<T extends Ok = Ok>(
  client: Client,
  call: string,
  member: string,
  fields: string,
): Promise<T> {
  const { result } = await client.data<{ result: T }>(
    `mutation {
      result: ${call} {
        __typename ... on ${member} { ${fields} } ... on UserError { code message path }
      }
    }`,
  );
  return expectMember(result, member);
}

export interface Refusal {
  __typename: string;
  code: string;
  message: string;
  path: string[];
}
/** What a mutation answers, where a refusal is expected. */
export async function refusal(client: Client, call: string): Promise<Refusal> {
  const { result } = await client.data<{ result: Refusal }>(
    `mutation { result: ${call} { __typename ... on UserError { code message path } } }`,
  );
  return result;
}

const enumWords = new Set([
  ...(
    "CLICK SALE LEAD ITEM ORDER PAYOUT CLICKS CONVERSIONS DAY WEEK MONTH QUARTER CONTRACT " +
    "PAY_ZERO PAY_REMAINDER SEO TRADEMARK INVITE SWITCH MODIFY REPLACE PROPOSE REVENUE " +
    "PAST_EACH_TIER"
  ).split(" "),
  ...ruleVariables,
  ...ruleOperators,
]);

/** A plain value as a GraphQL literal; the words of enums stand bare. */
export const inline = (value: object): string =>
  JSON.stringify(value)
    .replace(/"([A-Za-z]\w*)":/g, "$1:")
    .replace(/:"([A-Z][A-Z0-9_]*)"/g, (whole: string, word: string) =>
      enumWords.has(word) ? `:${word}` : whole,
    );

export async function enableCpc(brand: Client, operator: Client): Promise<string> {
  const { request } = await run<Ok & { request: { id: string } }>(
    brand,
    `requestCpc(reason: "test", idempotencyKey: "${intent()}")`,
    "CpcRequestOk",
    "request { id }",
  );
  for (const state of ["IN_REVIEW", "ENABLED"])
    await run(
      operator,
      `reviewCpcRequest(id: "${request.id}", state: ${state}, note: "ok", idempotencyKey: ` +
        `"${intent()}")`,
      "CpcRequestOk",
      "request { id }",
    );
  return request.id;
}

export async function makeProgram(
  brand: Client,
  name: string,
): Promise<{ id: string; code: string; eventType: string }> {
  const input = inline({
    name,
    marketplace: "US",
    landingPage: "https://www.amazon.com/dp/B0TESTTEST",
  });
  const { program } = await run<Ok & { program: { id: string; code: string } }>(
    brand,
    `createProgram(input: ${input}, idempotencyKey: "${intent()}")`,
    "CreateProgramOk",
    "program { id code }",
  );
  const added = await run<Ok & { program: { eventTypes: { id: string; kind: string }[] } }>(
    brand,
    `addEventType(programId: "${program.id}", kind: CLICK, code: "click", name: "Click", ` +
      `idempotencyKey: "${intent()}")`,
    "EventTypeOk",
    "program { eventTypes { id kind } }",
  );
  return {
    ...program,
    eventType: added.program.eventTypes.find((type) => type.kind === "CLICK")?.id ?? "",
  };
}

export async function makeTerms(
  brand: Client,
  programId: string,
  name: string,
  payouts?: object[],
  more: object = {},
): Promise<string> {
  const eventPayouts = payouts ?? [
    {
      event: "CLICK",
      rate: "0.12",
      limits: [
        { kind: "CLICKS", reset: "DAY", max: "1000" },
        { kind: "PAYOUT", reset: "CONTRACT", max: "500.00" },
      ],
    },
    { event: "SALE", rate: "8%", limits: [] },
  ];
  const input = inline({
    name,
    labels: [`label of ${name}`],
    currency: "USD",
    eventPayouts,
    ...more,
  });
  const { terms } = await run<Ok & { terms: { id: string } }>(
    brand,
    `createTerms(programId: "${programId}", input: ${input}, idempotencyKey: "${intent()}")`,
    "SaveTermsOk",
    "terms { id }",
  );
  return terms.id;
}

export async function propose(
  brand: Client,
  termsId: string,
  partnerId: string,
  more: object = {},
): Promise<string> {
  const { contract } = await run<Ok & { contract: { id: string } }>(
    brand,
    `proposeContract(input: ${inline({ termsId, partnerId, ...more })}, idempotencyKey: ` +
      `"${intent()}")`,
    "ContractOk",
    "contract { id }",
  );
  return contract.id;
}

export const accept = (partner: Client, id: string): Promise<Ok> =>
  run(
    partner,
    `acceptContract(id: "${id}", idempotencyKey: "${intent()}")`,
    "ContractOk",
    "contract { id state }",
  );
