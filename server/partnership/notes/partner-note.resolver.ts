import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import { Text } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  AddPartnerNoteResult,
  DeletePartnerNoteResult,
  PartnerNoteConnection,
} from "./partner-note.types.ts";
import { addPartnerNote, deletePartnerNote, partnerNotes } from "./partner-notes.ts";

@Resolver()
export class PartnerNoteResolver {
  @Needs("notes:write")
  @Query(() => PartnerNoteConnection, {
    description: "What your brand's people noted about a partner, newest first.",
  })
  partnerNotes(
    @Ctx() ctx: Context,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return partnerNotes(ctx, partnerId, { first, after });
  }

  @Needs("notes:write")
  @Mutation(() => AddPartnerNoteResult, {
    description: "Notes something about a partner, for your brand's people alone.",
  })
  addPartnerNote(
    @Ctx() ctx: Context,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
    @Arg("text", () => Text, { description: "1 to 2,000 characters." }) text: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return addPartnerNote(ctx, partnerId, text, idempotencyKey);
  }

  @Needs("notes:write")
  @Mutation(() => DeletePartnerNoteResult, { description: "Deletes a note that you wrote." })
  deletePartnerNote(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The note." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return deletePartnerNote(ctx, id, idempotencyKey);
  }
}
