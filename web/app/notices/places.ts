import type { NoticePlaces } from "../../features/notices/notice-card.tsx";
import { brandPages } from "../../lib/addresses.ts";
import { readPrograms, type requireViewer } from "../../lib/session.ts";
import { spaceOf } from "../../lib/spaces.ts";

/** Where what the reader's notices are about stands. */
export async function placesOf({
  account: { kind, timeZone },
}: Awaited<ReturnType<typeof requireViewer>>): Promise<NoticePlaces> {
  const space = spaceOf(kind);
  if (space === "operator") return { places: {}, space, cpcHref: "/operator/requests", timeZone };
  const programs = await readPrograms();
  return {
    places: Object.fromEntries(
      programs.map((program) => [
        program.id,
        { program: program.code, timeZone: program.timeZone },
      ]),
    ),
    space,
    // Asked for an account, shown in the settings of each of its programs.
    cpcHref: programs[0] ? brandPages(programs[0].code).setUp : "/b",
    timeZone,
  };
}
