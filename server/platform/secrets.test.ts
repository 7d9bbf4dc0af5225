import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
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

test("a key that is too short is refused without being told", () => {
  const start = () => openSecrets({ DATA_DIR, SECRETS_KEY: "short-key" });
  expect(start).toThrow(/shorter than 32 characters: set SECRETS_KEY/);
  expect(start).not.toThrow(/short-key/);
});
