import { expect, test } from "vitest";
import { checkPassword, hashPassword, verifyPassword } from "./password.ts";

test("a password verifies against its hash alone, however accents are composed", async () => {
  const stored = await hashPassword("caf\u00e9-in-the-morning");
  expect(stored).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  );
  expect(await verifyPassword("cafe\u0301-in-the-morning", stored)).toBe(true);
  expect(await verifyPassword("caf\u00e9-in-the-evening", stored)).toBe(false);
  expect(await verifyPassword("", stored)).toBe(false);
  expect(await hashPassword("caf\u00e9-in-the-morning")).not.toBe(stored);
});

test("an unknown person costs a hash too and never verifies", async () => {
  expect(await verifyPassword("anything at all", null)).toBe(false);
});

test("a hash in a form that is not ours is a bug, not a wrong password", async () => {
  await expect(verifyPassword("anything at all", "$2b$10$abc")).rejects.toThrow("PHC");
});

test.each([
  ["a".repeat(9), false],
  ["a".repeat(10), true],
  ["\u{1F511}".repeat(10), true],
  ["a".repeat(200), true],
  ["a".repeat(201), false],
])("length is counted in characters: %#", (password, fits) => {
  expect(checkPassword(password, "password").ok).toBe(fits);
});
