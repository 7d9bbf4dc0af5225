import { notFound, redirect } from "next/navigation";
import { graphql } from "../../../../../../gql/index.ts";
import { brandPages } from "../../../../../../lib/addresses.ts";
import { loadOrThrow } from "../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

const LatestVersion = graphql(/* GraphQL */ `
  query LatestVersion($id: ID!) {
    terms(id: $id) {
      programId
      latest {
        number
      }
    }
  }
`);

/** Terms by their address alone: their latest version. */
export default async function TermsPage({
  params,
}: {
  params: Promise<{ program: string; id: string }>;
}): Promise<never> {
  requireRight(await requireViewer("brand"), "terms:read");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(LatestVersion, { id });
  if (terms?.programId !== program.id) notFound();
  redirect(`${brandPages(program.code).terms}/${id}/v/${terms.latest.number}`);
}
