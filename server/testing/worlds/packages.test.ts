/**
 * The packages that npm brings (found 122): under which licences, and the lockfile that names them
 * for every machine alike.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rootFolder } from "../../platform/env.ts";

interface Locked {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
}
const { packages } = JSON.parse(readFileSync(join(rootFolder, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.startsWith("node_modules/") && !link,
);
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

const permissive = new Set([
  "MIT",
  "MIT-0",
  "MIT/X11",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "Unlicense",
  "CC0-1.0",
  "BlueOak-1.0.0",
  "Python-2.0",
  "PSF-2.0",
]);
/** What else is used, unchanged, and for what. */
const others: [name: RegExp, licence: string, use: "BUILD" | "DEVELOPMENT"][] = [
  // Translates style sheets while the product is built; nothing of it is in them.
  [/^lightningcss(-[a-z0-9-]+)?$/, "MPL-2.0", "BUILD"],
  // A table of browsers' abilities, asked by the same build.
  [/^caniuse-lite$/, "CC-BY-4.0", "BUILD"],
  [/^axe-core$/, "MPL-2.0", "DEVELOPMENT"],
];

/** Its manifest names no licence, its file does. */
const byFile = (path: string): string =>
  path.endsWith("/png-js") &&
  readFileSync(join(rootFolder, path, "LICENSE"), "utf8").startsWith("MIT License\n")
    ? "MIT"
    : "";

describe("licences", () => {
  test("every package is permissive, or named here with its use", () => {
    expect(installed.length).toBeGreaterThan(500);
    const bad = installed.filter(([path, { license = byFile(path), dev = false }]) => {
      if (
        license.split(/[() ]+|AND|OR/).every((part) => part === "" || permissive.has(part)) &&
        license !== ""
      )
        return false;
      return !others.some(
        ([name, licence, use]) =>
          name.test(nameOf(path)) && licence === license && (dev || use === "BUILD"),
      );
    });
    expect(bad.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
  });
  test("no library for images, whose own would be LGPL, is brought along or there", () => {
    expect(installed.filter(([path]) => /sharp|libvips|@img\//.test(path))).toEqual([]);
    expect(packages["node_modules/sharp"]).toEqual({ resolved: "web/no-sharp", link: true });
    expect(existsSync(join(rootFolder, "node_modules", "@img", "sharp-libvips-linux-x64"))).toBe(
      false,
    );
    expect(readFileSync(join(rootFolder, "web", "next.config.ts"), "utf8")).toContain(
      "images: { unoptimized: true }",
    );
  });
});

test("the lockfile pins every package by its content and ties it to no machine", () => {
  expect(installed.filter(([, { version }]) => !version).map(([path]) => path)).toEqual([]);
  expect(
    installed
      .filter(([, { integrity = "" }]) => !/^sha512-[\w+/]{86}==$/.test(integrity))
      .map(([path]) => path),
  ).toEqual([]);
  const places = installed.flatMap(([, { resolved }]) =>
    resolved === undefined ? [] : [new URL(resolved).host],
  );
  expect(places.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
});
