import { once } from "node:events";
import { request as ask, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { endSlowBodies, longestMs } from "./slow-bodies.ts";

test("a body that does not come is ended, a file's may take its time, an answer too", async () => {
  const app = Fastify({ requestTimeout: longestMs, forceCloseConnections: true });
  endSlowBodies(app, ["/files", "/refused"], 100);
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  const lateAnswer = Promise.withResolvers<string>();
  const take = async (request: { body: unknown }) => text(request.body as IncomingMessage);
  app.post("/usual", take);
  app.post("/files", take);
  app.post("/refused", () => "no");
  app.get("/late", () => lateAnswer.promise);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const open = (path: string, method = "POST") => {
    const headers = method === "POST" ? { "content-length": "4", "content-type": "text/csv" } : {};
    const sent = ask({ port, host: "127.0.0.1", path, method, headers });
    sent.on("error", () => {});
    return sent;
  };
  const [file, usual, late] = [open("/files"), open("/usual"), open("/late", "GET")];
  const refused = open("/refused");
  const answers = [file, late].map(async (sent) => {
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return text(answer);
  });
  late.end();
  file.write("ab");
  usual.write("ab");
  refused.write("ab");
  await Promise.all(
    [usual, refused].map((sent) => new Promise((resolve) => sent.on("close", resolve))),
  );
  // All were asked before; what may take longer is still there.
  file.end("cd");
  lateAnswer.resolve("late");
  expect(await Promise.all(answers)).toEqual(["abcd", "late"]);
  await app.close();
});
