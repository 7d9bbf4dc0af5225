import {
  cacheExchange,
  Client,
  createRequest,
  fetchExchange,
  type OperationResult,
} from "@urql/core";
import { pipe, subscribe } from "wonka";
import { expect, test } from "vitest";
import { failureOfCombined, type Loaded } from "./failure.ts";
import { answering, firstAnswers } from "./first-answers.ts";
import { nothing, touched } from "./touched.ts";

const query = "{ lists { nodes { id name } } }";
const listOf = (name: string) => ({
  lists: { nodes: [{ id: "1", name }] },
});

/** A page's client, a clock that is set by hand, and an API that counts what it is asked. */
function page() {
  let nowMs = 0;
  const asked: string[] = [];
  const first = firstAnswers(() => nowMs);
  const answer = (body: string) => {
    asked.push(body.includes("mutation") ? "mutation" : "query");
    return body.includes("mutation")
      ? { rename: { __typename: "ListOk" } }
      : listOf(`answer ${asked.length}`);
  };
  const client = new Client({
    url: "http://127.0.0.1/graphql",
    preferGetMethod: false,
    exchanges: [touched, first.policy, cacheExchange, first.source, fetchExchange],
    fetch: (_, init) => Promise.resolve(Response.json({ data: answer(init?.body as string) })),
  });
  const seen: string[] = [];
  const nameIn = ({ data, error }: OperationResult): string =>
    failureOfCombined(error)?.code ?? data.lists.nodes[0].name;
  return {
    asked,
    seen,
    client,
    pass: (ms: number) => (nowMs += ms),
    take: (loaded: Loaded<object>) => first.take(createRequest(query, {}).key, loaded),
    /** As a view that stands: returns how it goes. */
    show: () => {
      const shown = pipe(
        client.query(query, {}),
        subscribe((result) => !result.stale && seen.push(nameIn(result))),
      );
      return () => shown.unsubscribe();
    },
  };
}
const loaded = (name: string): Loaded<object> => ({ data: listOf(name), failure: null });

test("what came with the page stands at once, and nothing is asked", () => {
  const { take, show, seen, asked } = page();
  take(loaded("from the server"));
  // Once while it is rendered, once when it stands.
  show()();
  show();
  expect(seen).toEqual(["from the server", "from the server"]);
  expect(asked).toEqual([]);
});
test("a newer page's answer wins over what is cached, an old one is not taken twice", async () => {
  const { take, show, seen, asked, pass } = page();
  const old = loaded("first visit");
  take(old);
  show()();
  pass(60_000);
  take(loaded("second visit"));
  show()();
  expect([seen.at(-1), asked]).toEqual(["second visit", []]);
  pass(60_000);
  // Back in the history: the page brings what it had then.
  take(old);
  show();
  await expect.poll(() => seen.at(-1)).toBe("answer 1");
  expect(seen).not.toContain("first visit ");
  expect(seen.filter((name) => name === "first visit")).toHaveLength(1);
});
test("after a mutation what stands is asked again, and not what is gone", async () => {
  const { take, show, seen, asked, client } = page();
  take(loaded("from the server"));
  const leave = show();
  await client.mutation("mutation { rename { __typename } }", {});
  await expect.poll(() => seen.at(-1)).toBe("answer 2");
  leave();
  await client.mutation("mutation { rename { __typename } }", {});
  expect(asked).toEqual(["mutation", "query", "mutation"]);
});
test("a mutation that changes nothing here has nothing asked again", async () => {
  const { take, show, seen, asked, client } = page();
  take(loaded("from the server"));
  show();
  await client.mutation("mutation { rename { __typename } }", {}, nothing);
  await client.query("{ other }", {});
  expect([seen, asked]).toEqual([["from the server"], ["mutation", "query"]]);
});
test("an answer is taken by the view that asks what it was asked of, in any order of words", () => {
  const first = { of: { by: "partner", open: "A" }, loaded: loaded("of A") };
  expect(answering(first, { open: "A", by: "partner" })).toBe(first.loaded);
  expect(answering(first, { by: "partner", open: "B" })).toBeNull();
  expect(answering(null, { by: "partner", open: "A" })).toBeNull();
});
test("a failure that came with the page stands until the browser asks itself", async () => {
  const { take, show, seen, asked, client } = page();
  take({ data: null, failure: { code: "UNREACHABLE", message: "no answer", requestId: null } });
  show()();
  show();
  expect([seen, asked]).toEqual([["UNREACHABLE", "UNREACHABLE"], []]);
  await client.query(query, {}, { requestPolicy: "network-only" });
  expect([seen.at(-1), asked]).toEqual(["answer 1", ["query"]]);
});
