import { createServer, get, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shareWaits, tellWait } from "./waits.ts";

const shared = (): Map<string, number> =>
  (globalThis as unknown as Record<symbol, Map<string, number>>)[
    Symbol.for("counterfoil.pageWaits")
  ] as Map<string, number>;
let answer: (raw: ServerResponse) => void = () => {};
const server = createServer((_request, raw) => answer(raw));
beforeAll(async () => {
  shareWaits();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());
const ask = () => get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });

test.each([
  ["says nothing", null, 401, undefined],
  ["tells seconds", 17, 429, "17"],
] as const)("a page that %s is answered so, and kept no longer", async (_what, wait, ...told) => {
  answer = (raw) => {
    tellWait(raw, "page");
    if (wait !== null) shared().set("page", wait);
    raw.writeHead(401).end();
    raw.once("close", () => server.emit("answered"));
  };
  const answered = once(server, "answered");
  const [response] = await once(ask(), "response");
  response.resume();
  await answered;
  expect([response.statusCode, response.headers["retry-after"]]).toEqual(told);
  expect(shared().size).toBe(0);
});

test("a page whose reader is gone is known no more", async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  answer = (raw) => {
    tellWait(raw, "page");
    asked.resolve(raw);
  };
  const request = ask();
  request.on("error", () => {});
  const raw = await asked.promise;
  expect(shared().has("page")).toBe(true);
  const closed = once(raw, "close");
  request.destroy();
  await closed;
  expect(shared().has("page")).toBe(false);
});
