import { Field, GraphQLISODateTime, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";

@Needs("outbox:read")
@ObjectType("Mail", { description: "A mail of this installation.", simpleResolvers: true })
export class MailView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "To whom." })
  recipient!: string;
  @Field(() => String, { description: "Subject line." })
  subject!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "The text, readable only where no mail server is set up and this outbox is the only way to " +
      "deliver it; else null, because links in it let their holder in.",
  })
  body!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was written." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When the mail server took it." })
  sentAt!: Date | null;
  @Field(() => Int, { description: "Attempts to send it so far." })
  attempts!: number;
  @Field(() => String, { nullable: true, description: "Why the last attempt failed." })
  failure!: string | null;
}
export const MailConnection = connectionOf(MailView, "Mails");
