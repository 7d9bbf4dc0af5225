import { Field, ObjectType, registerEnumType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";

export enum FoundKind {
  PARTNER = "PARTNER",
  LINK = "LINK",
  CLICK = "CLICK",
  CONVERSION = "CONVERSION",
  CONTRACT = "CONTRACT",
  TERMS = "TERMS",
}
registerEnumType(FoundKind, {
  name: "FoundKind",
  description: "What was found.",
  valuesConfig: {
    PARTNER: { description: "A partner account, by its name, code or id." },
    LINK: { description: "A tracking link, by its name, shared id or id." },
    CLICK: { description: "A click, by its id." },
    CONVERSION: { description: "A sale or lead, by its id or order id." },
    CONTRACT: { description: "A contract, by its id." },
    TERMS: { description: "Template terms, by their name or id." },
  },
});

@Needs("session")
@ObjectType("Found", {
  description: "Something of your account that a text names.",
  simpleResolvers: true,
})
export class FoundView {
  @Field(() => FoundKind, { description: "What it is." })
  kind!: FoundKind;
  @Field(() => ID, { description: "Its identity." })
  id!: string;
  @Field(() => String, { description: "Its name; an instant or an order id where it has none." })
  title!: string;
  @Field(() => String, {
    nullable: true,
    description: "Whose it is: the partner of a link, click, sale or contract; a partner's code.",
  })
  detail!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Public code of its program; null for a partner, who is of all.",
  })
  programCode!: string | null;
}
