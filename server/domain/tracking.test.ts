import { expect, test } from "vitest";
import { linkPath, parseLinkPath } from "./tracking.ts";

test("[D115] link paths read back what was written, and nothing else is one", () => {
  const path = { partner: "p".repeat(4), ad: "0".repeat(32), program: "abc123" };
  expect(parseLinkPath(linkPath(path))).toEqual(path);
  for (const text of [
    "",
    "/",
    "/c",
    "/c/a/b/c",
    "/c/aaaa/bbbb/cccc/",
    "c/aaaa/bbbb/cccc",
    "/C/aaaa/bbbb/cccc",
    "/c/AAAA/bbbb/cccc",
    "/c/aaaa//cccc",
    "/c/aaaa/bb%62b/cccc",
    "/c/aaaa/bbbb/cccc\n",
  ])
    expect(parseLinkPath(text), text).toBeNull();
});
