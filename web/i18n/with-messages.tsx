/** Gives a page or layout the messages that its client code reads, and no others. */
import type { ReactNode } from "react";
import { getMessages } from "next-intl/server";
import { pageNamespaces } from "../gql/page-namespaces.ts";
import { MoreMessages } from "./more-messages.tsx";
import { picked, without, type Tree } from "./trees.ts";

/** Those of a page or layout, by its name in the folder of pages, less what stands around it. */
export async function messagesOf(name: string): Promise<Tree> {
  const found = pageNamespaces[name];
  if (!found) throw new Error(`no messages were derived for ${name}: npm run generate`);
  const all = (await getMessages()) as Tree;
  return without(picked(all, found.own), picked(all, found.above));
}

type Part<TProps> = (props: TProps) => ReactNode | Promise<ReactNode>;
/** Put around every page and layout by `with-messages-loader.cjs` when the dashboard is built. */
export const withMessages =
  <TProps,>(name: string, part: Part<TProps>): Part<TProps> =>
  async (props) => {
    // Called, not drawn: what it refuses becomes the answer's own status.
    const content = await part(props);
    return (
      <MoreMessages of={name} messages={await messagesOf(name)}>
        {content}
      </MoreMessages>
    );
  };
