import { expect, test } from "vitest";
import { sessionCookie, sessionTokenOf } from "./cookie.ts";

const https = "https://counterfoil.example";
const http = "http://127.0.0.1:3000";

test("behind https the cookie is bound to the host and never sent in clear", () => {
  expect(sessionCookie(https, "abc")).toBe(
    "__Host-counterfoil=abc; Path=/; HttpOnly; SameSite=Lax; Secure",
  );
  expect(sessionCookie(https, null)).toBe(
    "__Host-counterfoil=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0",
  );
});

test("on plain http of this machine it has a name that browsers accept", () => {
  expect(sessionCookie(http, "abc")).toBe("counterfoil=abc; Path=/; HttpOnly; SameSite=Lax");
});

test("the token is found among other cookies, by its exact name", () => {
  expect(sessionTokenOf(http, "a=1; counterfoil=abc; b=2")).toBe("abc");
  expect(sessionTokenOf(https, "counterfoil=evil; __Host-counterfoil=abc")).toBe("abc");
  expect(sessionTokenOf(https, "counterfoil=evil")).toBeNull();
  expect(sessionTokenOf(http, "xcounterfoil=abc")).toBeNull();
  expect(sessionTokenOf(http, "counterfoil=")).toBeNull();
  expect(sessionTokenOf(http, undefined)).toBeNull();
});
