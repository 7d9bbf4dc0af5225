import fc from "fast-check";
import { expect, test } from "vitest";
import { itemsIn, textOf } from "./items.ts";

test.each([
  ["B0DEMOTENT\n B0DEMOLAMP \r\n\r\n", ["B0DEMOTENT", "B0DEMOLAMP"]],
  ["a,b; c\td", ["a", "b", "c", "d"]],
  ['"Home, Kitchen",Tents\n"5"" pans"', ["Home, Kitchen", "Tents", '5" pans']],
  ['5" pans, 6" pans', ['5" pans', '6" pans']],
  ['"not closed\n"closed"', ['"not closed', "closed"]],
  ["Save10, SAVE10, save20", ["SAVE10", "save20"]],
  ["Ku\u0308che, K\u00dcCHE", ["K\u00dcCHE"]],
  [' ,;\n"" ', []],
  ["", []],
])("%#: items are read from text that is typed, pasted or exported", (text, items) =>
  expect(itemsIn(text)).toEqual(items),
);

test("what a list holds is read back as the same items", () => {
  const item = fc.stringMatching(/^[a-z0-9",; '-]{1,12}$/).map((text) => text.trim());
  fc.assert(
    fc.property(fc.uniqueArray(item.filter(Boolean)), (items) => {
      expect(itemsIn(textOf(items))).toEqual(items);
    }),
  );
});
