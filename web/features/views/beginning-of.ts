import type { SavedViewsQuery } from "../../gql/graphql.ts";

/** What the saved view says that an empty address shows; null: the plain view is shown. */
export const beginningOf = (saved: SavedViewsQuery | null): string | null =>
  saved?.savedViews.find(({ isDefault }) => isDefault)?.query || null;
