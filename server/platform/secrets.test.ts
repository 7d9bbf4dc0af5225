import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, expect, test } from "vitest";
import { readEnv } from "./env.ts";
import { openSecrets, SecretUnreadable } from "./secrets.ts";

const DATA_DIR = mkdtempSync(join(tmpdir(), "secrets-"));
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));
const key = (letter: string) => openSecrets({ DATA_DIR, SECRETS_KEY: letter.repeat(32) });

test("a secret opens in its own row, under its own key and unchanged alone", () => {
  const sealed = key("a").seal("Atzr|réfresh", "row 1");
  expect(sealed).not.toContain("Atzr");
  expect(key("a").seal("Atzr|réfresh", "row 1")).not.toBe(sealed);
  expect(key("a").open(sealed, "row 1")).toBe("Atzr|réfresh");
  const middle = Math.floor(sealed.length / 2);
  const changed = sealed.slice(0, middle) + (sealed[middle] === "A" ? "B" : "A");
  for (const open of [
    () => key("b").open(sealed, "row 1"),
    () => key("a").open(sealed, "row 2"),
    () => key("a").open(changed + sealed.slice(middle + 1), "row 1"),
    () => key("a").open(sealed.replace("v1.", "v2."), "row 1"),
    () => key("a").open("", "row 1"),
    () => key("a").open("v1.AAAA", "row 1"),
  ])
    expect(open).toThrow(SecretUnreadable);
});

test("without SECRETS_KEY the first start makes a key file that its owner alone reads", () => {
  const sealed = openSecrets({ DATA_DIR }).seal("x", "row");
  const file = join(DATA_DIR, "secrets.key");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, "utf8"), "base64")).toHaveLength(32);
  expect(openSecrets({ DATA_DIR }).open(sealed, "row")).toBe("x");
});

/** Opens the key of each folder at the same moments as the other threads. */
const opening = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { folders, turn, threads, module } = workerData;
  import(module).then(({ openSecrets }) => {
    const said = folders.map((DATA_DIR, round) => {
      Atomics.add(turn, 0, 1);
      while (Atomics.load(turn, 0) < (round + 1) * threads);
      try {
        return openSecrets({ DATA_DIR }).seal("x", "row");
      } catch (error) {
        return error.message;
      }
    });
    parentPort.postMessage(said);
  });`;

test("of two processes that need the key first, both have the same", async () => {
  const folders = Array.from({ length: 200 }, (_, i) => join(DATA_DIR, `race-${i}`));
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const module = new URL("./secrets.ts", import.meta.url).href;
  const threads = [1, 2].map(
    () => new Worker(opening, { eval: true, workerData: { folders, turn, threads: 2, module } }),
  );
  const said = await Promise.all(
    threads.map(
      (thread) =>
        new Promise<string[]>((resolve, reject) => {
          thread.once("message", resolve);
          thread.once("error", reject);
        }),
    ),
  );
  for (const [i, folder] of folders.entries()) {
    const secrets = openSecrets({ DATA_DIR: folder });
    for (const sealed of said) expect(secrets.open(sealed[i] ?? "", "row"), sealed[i]).toBe("x");
    expect(readdirSync(folder)).toEqual(["secrets.key"]);
  }
});

test("a key that is too short is refused without being told", () => {
  const start = () => openSecrets({ DATA_DIR, SECRETS_KEY: "short-key" });
  expect(start).toThrow(/shorter than 32 characters: set SECRETS_KEY/);
  expect(start).not.toThrow(/short-key/);
});

test("a key too short, or half a client, is refused at the start without being told", () => {
  for (const [given, why] of [
    [{ SECRETS_KEY: "short-key" }, /The variable SECRETS_KEY is wrong: .*32/],
    [{ AMAZON_CLIENT_ID: "short-key" }, /AMAZON_CLIENT_ID and AMAZON_CLIENT_SECRET are given tog/],
    [{ AMAZON_CLIENT_SECRET: "short-key", AMAZON_CLIENT_ID: "" }, /are given together/],
  ] as const) {
    const start = () => readEnv(given);
    expect(start).toThrow(why);
    expect(start).not.toThrow(/short-key/);
  }
  expect(readEnv({ AMAZON_CLIENT_ID: "i", AMAZON_CLIENT_SECRET: "s" }).AMAZON_CLIENT_ID).toBe("i");
});
