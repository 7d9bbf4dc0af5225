import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lightColors } from "./light-colors.ts";
import { wrapped } from "./picture.tsx";

test("a picture has the page's light colours, all that charts name", () => {
  const css = readFileSync(new URL("../app/globals.css", import.meta.url), "utf8");
  const light = /:root \{([^}]*)\}/.exec(css)?.[1] ?? "";
  for (const [name, color] of Object.entries(lightColors))
    expect(light, name).toContain(`${name}: ${color};`);
  const named = ["marks.tsx", "patterns.tsx", "picture.tsx"].flatMap((file) =>
    [...readFileSync(new URL(file, import.meta.url), "utf8").matchAll(/var\((--[a-z-]+)\)/g)].map(
      ([, name]) => name,
    ),
  );
  expect(named.filter((name) => name !== undefined && !(name in lightColors))).toEqual([]);
});

test("the head of a picture goes on in a next line where one is full", () => {
  expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapped("a-word-too-long b", 5)).toEqual(["a-word-too-long", "b"]);
});
