import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createPeople, type People } from "../../testing/worlds/people.ts";
import { createMailSender, maxAttempts, retryMinutes } from "./mail-sender.ts";
import { requestPasswordReset } from "./sign-in.ts";

/** The least of SMTP that a client needs; says 451 to every message while `refusing`. */
interface Smtp {
  url: string;
  messages: string[];
  refusing: boolean;
  close(): Promise<void>;
}

async function startSmtp(): Promise<Smtp> {
  const open = new Set<Socket>();
  const smtp: Smtp = { url: "", messages: [], refusing: false, close: async () => {} };
  const server: Server = createServer((socket) => {
    open.add(socket);
    let [buffer, inData] = ["", false];
    const answer = (line: string): void => void socket.write(`${line}\r\n`);
    const command = (line: string): void => {
      if (/^(EHLO|HELO)/i.test(line)) answer("250 test");
      else if (/^DATA/i.test(line)) {
        inData = true;
        answer("354 go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else answer("250 ok");
    };
    answer("220 test");
    socket.on("data", (chunk) => {
      buffer += chunk.toString();
      for (;;) {
        const end = buffer.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        if (end === -1) return;
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (!inData) command(text);
        else {
          inData = false;
          if (!smtp.refusing) smtp.messages.push(text);
          answer(smtp.refusing ? "451 try later" : "250 taken");
        }
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  smtp.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  smtp.close = async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return smtp;
}

let people: People;
let smtp: Smtp;
let pool: pg.Pool;
beforeAll(async () => {
  [people, smtp] = await Promise.all([createPeople(), startSmtp()]);
  pool = createPool(people.url, "worker", 3);
  await people.signUp("BRAND", "Acme");
});
afterAll(async () => {
  await pool.end();
  await smtp.close();
  await people.close();
});
beforeEach(async () => {
  await people.sql("delete from mail");
  Object.assign(smtp, { messages: [], refusing: false });
});

const sender = (url: string | undefined = smtp.url) =>
  createMailSender({
    pool,
    env: { SMTP_URL: url, MAIL_FROM: "Counterfoil <no-reply@counterfoil.example>" },
    log: people.deps.log,
    clock: people.deps.clock,
    newId: people.deps.newId,
  });
const minute = 60_000;

test("a written mail reaches the server once, with its link, even by two senders", async () => {
  await requestPasswordReset(people.request(), "acme@example.com");
  const [one, two] = [sender(), sender()];
  const counts = await Promise.all([one.sendPending(), two.sendPending()]);
  expect(counts[0] + counts[1]).toBe(1);
  expect(await one.sendPending()).toBe(0);
  expect(smtp.messages).toHaveLength(1);
  expect(smtp.messages[0]).toMatch(/^To: acme@example\.com\r$/m);
  expect(smtp.messages[0]?.replaceAll("=\r\n", "").replaceAll("=3D", "=")).toContain(
    `/reset?token=${await people.mailedToken("acme@example.com")}`,
  );
  expect(await people.sql("select attempts, failure, sent_at from mail")).toEqual([
    { attempts: 1, failure: null, sent_at: new Date(people.clock.now) },
  ]);
  await Promise.all([one.stop(), two.stop()]);
});

test("a refused mail is tried again ever later, holds up none, and is given up", async () => {
  await requestPasswordReset(people.request(), "acme@example.com");
  const it = sender();
  smtp.refusing = true;
  let attempts = 0;
  for (const waitMinutes of retryMinutes) {
    expect(await it.sendPending()).toBe(0);
    people.clock.now += waitMinutes * minute - 1;
    await it.sendPending();
    const [row] = await people.sql<{ attempts: number; failure: string }>(
      "select attempts, failure from mail",
    );
    expect(row?.attempts).toBe(++attempts);
    expect(row?.failure).toContain("451");
    people.clock.now += 1;
  }
  smtp.refusing = false;
  await people.sql(
    `insert into mail (id, recipient, subject, body, created_at)
      values (gen_random_uuid(), 'other@example.com', 'S', 'B', now())`,
  );
  smtp.refusing = true;
  await it.sendPending();
  smtp.refusing = false;
  people.clock.now += 2000 * minute;
  expect(await it.sendPending()).toBe(1);
  expect(
    await people.sql(
      "select recipient, attempts, sent_at is null as unsent from mail order by recipient",
    ),
  ).toEqual([
    { recipient: "acme@example.com", attempts: maxAttempts, unsent: true },
    { recipient: "other@example.com", attempts: 2, unsent: false },
  ]);
  await it.stop();
});

test("without a mail server nothing is sent and nothing is counted", async () => {
  await requestPasswordReset(people.request(), "acme@example.com");
  const it = createMailSender({
    pool,
    env: { SMTP_URL: undefined, MAIL_FROM: "x" },
    log: people.deps.log,
    clock: people.deps.clock,
    newId: people.deps.newId,
  });
  it.start();
  expect(await it.sendPending()).toBe(0);
  await it.stop();
  expect(await people.sql("select attempts, sent_at from mail")).toEqual([
    { attempts: 0, sent_at: null },
  ]);
});

test("started, it sends by itself and stops when told", async () => {
  await requestPasswordReset(people.request(), "acme@example.com");
  const it = sender();
  it.start();
  await expect.poll(() => smtp.messages.length, { timeout: 30_000 }).toBe(1);
  await it.stop();
  expect(await people.sql("select from mail where sent_at is not null")).toHaveLength(1);
});
