/** What a brand changes of a program that stands: its name, its landing page, its window. */
import { answer, mutation } from "../../platform/mutation.ts";
import { InvalidInput, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import { readLandingPage } from "../../domain/landing-page.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import type { UniqueWindow } from "../../domain/validity.ts";
import { gateName } from "../../domain/values/name.ts";
import { withCut } from "./landing-pages.ts";
import { keepPast } from "./past-settings.ts";
import { Program } from "./program.entity.ts";
import { UniqueWindowOk, UpdateProgramOk } from "./program-settings.types.ts";
import { program } from "./programs.ts";
import { gateWindow } from "./windows.ts";

export interface ProgramChange {
  name: string;
  landingPage: string;
}
/** Links that were made keep the page that they lead to; new ones without a page get this one. */
export function updateProgram(
  ctx: Context,
  { id, input }: { id: string; input: ProgramChange },
  idempotencyKey: string,
): Promise<UpdateProgramOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const made = mutation(
    ctx,
    "updateProgram",
    { input: { id, ...input }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(Program, { id, brandAccountId: accountId });
      const storefront = found && storefrontOf(found);
      if (!found || !storefront) return NotFound.of("program", "id");
      const name = gateName(input.name, "input", "name");
      if (!name.ok) return InvalidInput.of(name);
      const page = readLandingPage(input.landingPage, storefront);
      if (!page.ok) return InvalidInput.of(page, "input");
      found.name = name.value;
      found.landingPage = page.value;
      return found.id;
    },
    answer(UpdateProgramOk, program),
  );
  return withCut(input.landingPage, made);
}

export interface WindowChange {
  programId: string;
  window: UniqueWindow;
}
/** Clicks from now on are judged by it. */
export async function setUniqueWindow(
  ctx: Context,
  { programId, window }: WindowChange,
  idempotencyKey: string,
): Promise<UniqueWindowOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const refusal = gateWindow(window.minutes, "minutes");
  if (refusal) return refusal;
  return mutation(
    ctx,
    "setUniqueWindow",
    { input: { programId, ...window }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(Program, { id: programId, brandAccountId: accountId });
      if (!found) return NotFound.of("program", "programId");
      const { uniqueWindowMinutes: minutes, uniqueWindowType: type } = found;
      if (minutes !== window.minutes || type !== window.type) {
        await keepPast(ctx, tx, found, "program_unique_window", { minutes, type });
        found.uniqueWindowMinutes = window.minutes;
        found.uniqueWindowType = window.type;
      }
      return found.id;
    },
    answer(UniqueWindowOk, program),
  );
}
