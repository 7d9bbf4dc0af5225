import fc from "fast-check";
import { expect, test } from "vitest";
import { hashApiKey, newApiKey, parseApiKey } from "./api-key.ts";

test("a key has prefix, 43 random characters and checksum, and parses to its hash", () => {
  const key = newApiKey();
  expect(key.secret).toMatch(/^cf_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  expect(parseApiKey(key.secret)).toBe(key.secretHash);
  expect(key.secretHash).toBe(hashApiKey(key.secret));
  expect(key.secretHash).toMatch(/^[0-9a-f]{64}$/);
  expect(key.secret.endsWith(key.last4)).toBe(true);
  expect(newApiKey().secret).not.toBe(key.secret);
});

test("[D198] any one changed character is refused without asking the database", () => {
  const { secret } = newApiKey();
  fc.assert(
    fc.property(
      fc.nat(secret.length - 1),
      fc.constantFrom("0", "a", "Z", "_", "-"),
      (at, character) => {
        const changed = secret.slice(0, at) + character + secret.slice(at + 1);
        expect(parseApiKey(changed)).toBe(changed === secret ? hashApiKey(secret) : null);
      },
    ),
    { numRuns: 300 },
  );
});

test.each(["", "cf_live_", "cf_test_" + "a".repeat(43) + "_000000", "Bearer x"])(
  "garbage is no key: %s",
  (text) => {
    expect(parseApiKey(text)).toBeNull();
  },
);
