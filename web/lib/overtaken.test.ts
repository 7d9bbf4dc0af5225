import {
  cacheExchange,
  Client,
  createRequest,
  fetchExchange,
  makeOperation,
  makeResult,
  type OperationResult,
} from "@urql/core";
import { expect, test } from "vitest";
import { makeSubject, pipe, publish, subscribe, tap, type Source } from "wonka";
import { overtaken } from "./overtaken.ts";
import { nothing, touched } from "./touched.ts";

const query = "{ links { name } }";
const mutation = "mutation { createLink { __typename } }";

/** A page's client; each question is answered when the test says so. */
function page() {
  const waiting: { asks: string; answer: (data: object) => void }[] = [];
  const client = new Client({
    url: "http://127.0.0.1/graphql",
    preferGetMethod: false,
    exchanges: [touched, cacheExchange, overtaken, fetchExchange],
    fetch: (_, init) => {
      const { promise, resolve } = Promise.withResolvers<Response>();
      const asks = JSON.stringify(init).includes("mutation") ? "mutation" : "query";
      waiting.push({ asks, answer: (data) => resolve(Response.json({ data })) });
      return promise;
    },
  });
  const seen: string[] = [];
  const shown = pipe(
    client.query(query, {}),
    subscribe(({ data, stale }) => data && !stale && seen.push(data.links.name)),
  );
  return { client, waiting, seen, leave: () => shown.unsubscribe() };
}
const links = (name: string) => ({ links: { name } });
const made = { createLink: { __typename: "LinkOk" } };

/** A mutation that ends while the first question is still on its way. */
async function meanwhile(context = {}) {
  const asked = page();
  await expect.poll(() => asked.waiting.length).toBe(1);
  await mutate(asked, context);
  return asked;
}
async function mutate({ client, waiting }: ReturnType<typeof page>, context = {}) {
  const before = waiting.length;
  const sent = client.mutation(mutation, {}, context).toPromise();
  await expect.poll(() => waiting.at(before)?.asks).toBe("mutation");
  waiting[before]?.answer(made);
  await sent;
}

test("what was on its way when a mutation ended is asked again, its answer not shown", async () => {
  const { waiting, seen } = await meanwhile();
  waiting[0]?.answer(links("before"));
  await expect.poll(() => waiting.length).toBe(3);
  waiting[2]?.answer(links("after"));
  await expect.poll(() => seen).toEqual(["after"]);
});
test("two mutations in a row: the last answer tells of both", async () => {
  const asked = await meanwhile();
  const { waiting, seen } = asked;
  waiting[0]?.answer(links("before"));
  await expect.poll(() => waiting.length).toBe(3);
  await mutate(asked);
  waiting[2]?.answer(links("after one"));
  await expect.poll(() => waiting.length).toBe(5);
  waiting[4]?.answer(links("after both"));
  await expect.poll(() => seen).toEqual(["after both"]);
});
test("a mutation that changes nothing here has nothing asked again", async () => {
  const { waiting, seen } = await meanwhile(nothing);
  waiting[0]?.answer(links("as it stands"));
  await expect.poll(() => seen).toEqual(["as it stands"]);
  expect(waiting).toHaveLength(2);
});
test("what nobody waits for any more is not asked again", async () => {
  const asked = await meanwhile();
  asked.leave();
  asked.waiting[0]?.answer(links("before"));
  await mutate(asked);
  expect(asked.waiting.map(({ asks }) => asks)).toEqual(["query", "mutation", "mutation"]);
});
test("of two answers to one question the older is never shown, whichever comes first", () => {
  const client = new Client({ url: "http://127.0.0.1/graphql", exchanges: [] });
  const [operations, answers] = [makeSubject(), makeSubject()];
  const seen: string[] = [];
  const network = (asked: Source<unknown>) => {
    publish(asked);
    return answers.source as Source<OperationResult>;
  };
  const exchange = overtaken({ client, forward: network, dispatchDebug: () => {} });
  pipe(
    exchange(operations.source as Parameters<typeof exchange>[0]),
    tap(({ data }) => seen.push(data.links.name)),
    publish,
  );
  const asked = () =>
    makeOperation("query", createRequest(query, {}), { url: "", requestPolicy: "network-only" });
  const [first, second] = [asked(), asked()];
  for (const operation of [first, second]) operations.next(operation);
  const answer = (operation: typeof first, name: string) =>
    answers.next(makeResult(operation, { data: links(name) }));
  answer(second, "newer");
  answer(first, "older");
  operations.next(second);
  answer(second, "once more");
  answer(second, "and again");
  expect(seen).toEqual(["newer", "once more", "and again"]);
});
