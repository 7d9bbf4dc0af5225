import { expect, test } from "vitest";
import { editField, editFields, editItem, editPresent, withoutItem, type Edit } from "./edits.ts";

interface Item {
  key: string;
  name: string;
}
const start = {
  name: "Terms",
  items: [
    { key: "a", name: "A" },
    { key: "b", name: "B" },
  ] as Item[],
  numbers: [{ max: "1" }, { max: "2" }],
  bonus: { rate: "1", kind: "FIXED" } as { rate: string; kind: string } | null,
};
/** As useEdits keeps it, without a page around it. */
function held() {
  let now = start;
  const edit: Edit<typeof start> = (change) => {
    now = change(now);
  };
  return { edit, now: () => now };
}

test("changes of one moment build on each other, wherever items are by then", () => {
  const { edit, now } = held();
  const items = editField(edit, "items");
  const [a, b] = start.items as [Item, Item];
  // All of them were drawn at the start, and none of them again since.
  const [first, second] = [editFields(editItem(items, a, 0)), editFields(editItem(items, b, 1))];
  editFields(edit)({ name: "Other" });
  second({ name: "BB" });
  items((list) => list.toReversed());
  first({ name: "AA" });
  items((list) => [...list, { key: "c", name: "C" }]);
  items((list) => withoutItem(list, b, 1));
  editFields(editItem(editField(edit, "numbers"), { max: "2" }, 1))({ max: "3" });
  editFields(editPresent(editField(edit, "bonus")))({ rate: "2" });
  expect(now()).toEqual({
    name: "Other",
    items: [
      { key: "a", name: "AA" },
      { key: "c", name: "C" },
    ],
    numbers: [{ max: "1" }, { max: "3" }],
    bonus: { rate: "2", kind: "FIXED" },
  });
});

test("what was taken away meanwhile does not come back", () => {
  const { edit, now } = held();
  const bonus = editField(edit, "bonus");
  const rate = editFields(editPresent(bonus));
  bonus(() => null);
  rate({ rate: "2" });
  const item = editFields(editItem(editField(edit, "items"), start.items[0] as Item, 0));
  editField(edit, "items")((list) => withoutItem(list, start.items[0] as Item, 0));
  item({ name: "Back" });
  expect(now()).toMatchObject({ bonus: null, items: [{ key: "b", name: "B" }] });
});
