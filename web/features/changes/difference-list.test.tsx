import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import type { FragmentType } from "../../gql/index.ts";
import type {
  DifferenceList_DifferenceFragmentDoc,
  DifferenceList_DifferenceFragment,
} from "../../gql/graphql.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { DifferenceList } from "./difference-list.tsx";

const base: DifferenceList_DifferenceFragment = {
  clause: "DEFAULT_PAYOUT",
  kind: "CHANGED",
  event: "CLICK",
  name: null,
  before: "0.12 USD",
  after: "0.15 USD",
  effect: "BETTER",
};
/** What a reader sees of it, words alone. */
function read(...facts: Partial<DifferenceList_DifferenceFragment>[]): string {
  const differences = facts.map(
    (each) =>
      ({ ...base, ...each }) as unknown as FragmentType<
        typeof DifferenceList_DifferenceFragmentDoc
      >,
  );
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <DifferenceList differences={differences} />
    </NextIntlClientProvider>,
  );
  return html
    .replaceAll(/<(?!\/?(?:del|ins)\b)[^>]*>/g, " ")
    .replaceAll(/<(\/?)(del|ins)[^>]*>/g, "<$1$2>")
    .replaceAll(/\s+/g, " ")
    .trim();
}

test.each<[Partial<DifferenceList_DifferenceFragment>, string]>([
  [
    {},
    "Default payout Changed Click Before <del>0.12 USD</del> After <ins>0.15 USD</ins> Better " +
      "for the partner",
  ],
  [
    { clause: "LIMIT", kind: "ADDED", before: null, after: "60 clicks a day", effect: "WORSE" },
    "Limit Added Click After <ins>60 clicks a day</ins> Worse for the partner",
  ],
  [
    { clause: "RESTRICTION", kind: "REMOVED", name: "No robots", after: null },
    "Restriction Removed Click “No robots” Before <del>0.12 USD</del> Better for the partner",
  ],
  [
    {
      clause: "PAYOUT_GROUP_RANK",
      kind: "RERANKED",
      name: "US",
      before: "tried as number 1",
      after: "tried as number 2",
      effect: "NEUTRAL",
    },
    "Order of groups Tried at another place Click “US” Before <del>tried as number 1</del> After " +
      "<ins>tried as number 2</ins> Depends",
  ],
  [
    { clause: "REMAINDER", before: "Nothing is left", after: "What is left", event: null },
    "At the end of a limit Changed Before <del>Nothing is left</del> " +
      "After <ins>What is left</ins> Better for the partner",
  ],
])("%#: a difference in words, with its kind and its sign", (facts, text) =>
  expect(read(facts)).toBe(text),
);

test("the partner reads what it means for the reader", () => {
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <DifferenceList
        reader="partner"
        differences={[base as unknown as FragmentType<typeof DifferenceList_DifferenceFragmentDoc>]}
      />
    </NextIntlClientProvider>,
  );
  expect(html).toContain("Better for you");
});

test("two versions that say the same say so", () => expect(read()).toBe("Both say the same."));
