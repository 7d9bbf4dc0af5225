import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import type { OwedQuery } from "../../gql/graphql.ts";
import { ApiClient } from "../../lib/api-client.tsx";
import type { Loaded } from "../../lib/failure.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { OwedView } from "./owed-view.tsx";

const program = { code: "aurora", timeZone: "America/New_York" };
const order = "OWED";
const variables = { programId: "p", filter: { search: null }, order, after: null } as const;

function read(space: "brand" | "partner", first: Loaded<OwedQuery>): string {
  const shown = { program, space, search: "", order, variables, first, asFile: null } as const;
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <ApiClient>
        <OwedView {...shown} />
      </ApiClient>
    </NextIntlClientProvider>,
  ).replaceAll(/<[^>]*>/g, " ");
}

test.each(["brand", "partner"] as const)("a %s is told that what is owed was not read", (space) => {
  const failure = { code: "X", message: "The database is away.", requestId: "r-1" };
  const told = read(space, { data: null, failure });
  expect(told.split("The database is away.")).toHaveLength(2);
  expect(told).toContain(messages.ui.retry);
});
test.each(["brand", "partner"] as const)(
  "a %s to whom nothing is owed is told so once",
  (space) => {
    const owed = {
      totalCount: 0,
      nodes: [],
      totals: [],
      dates: [],
      pageInfo: { endCursor: null, hasNextPage: false },
    };
    const told = read(space, { data: { owed }, failure: null });
    expect(told.split(messages.owed.none)).toHaveLength(2);
  },
);
