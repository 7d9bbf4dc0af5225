import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, Name } from "../../platform/api/scalars.ts";

export enum ExceptionListKindValue {
  SKU = "SKU",
  CATEGORY = "CATEGORY",
  PROMO_CODE = "PROMO_CODE",
}
registerEnumType(ExceptionListKindValue, {
  name: "ExceptionListKind",
  description: "What a list holds.",
  valuesConfig: {
    SKU: { description: "SKUs or ASINs of items." },
    CATEGORY: { description: "Categories of items." },
    PROMO_CODE: { description: "Promo codes of orders." },
  },
});
export enum ExceptionListStateValue {
  ACTIVE = "ACTIVE",
  CLOSED = "CLOSED",
  DEACTIVATED = "DEACTIVATED",
}
registerEnumType(ExceptionListStateValue, {
  name: "ExceptionListState",
  description: "Where a list stands.",
  valuesConfig: {
    ACTIVE: { description: "Its items can be replaced." },
    CLOSED: { description: "Its items stay as they are; rules that name it go on." },
    DEACTIVATED: { description: "It holds nothing from then on; new terms cannot name it." },
  },
});

@Needs("terms:write")
@ObjectType("ExceptionList", {
  description: "SKUs, categories or promo codes that rules on sales name as one.",
  simpleResolvers: true,
})
export class ExceptionListView {
  @Field(() => ID, { description: "Identity; rules name it." })
  id!: string;
  @Field(() => ExceptionListKindValue, { description: "What it holds." })
  kind!: ExceptionListKindValue;
  @Field(() => String, { description: "Name; partners read it in the sentences of their terms." })
  name!: string;
  @Field(() => ExceptionListStateValue, { description: "Where it stands." })
  state!: ExceptionListStateValue;
  @Field(() => Count, { description: "How many items it holds now." })
  count!: number;
  @Field(() => [String], {
    description:
      "Its items now, in lower case; the first 100 in a list of lists, all of one list asked for " +
      "alone.",
  })
  items!: string[];
  @Field(() => GraphQLISODateTime, { description: "Since when it holds these." })
  since!: Date;
}

@InputType({ description: "A new list." })
export class ExceptionListInput {
  @Field(() => ExceptionListKindValue, { description: "What it holds." })
  kind!: ExceptionListKindValue;
  @Field(() => Name, { description: "Name, 1 to 100 characters, once per account." })
  name!: string;
  @Field(() => [Line], { description: "Its items, 1 to 5,000 of at most 100 characters each." })
  items!: string[];
}

@Needs("terms:write")
@ObjectType({ description: "The list as it is now." })
export class ExceptionListOk {
  @Rows(1)
  @Field(() => ExceptionListView, { description: "The list." })
  readonly list: ExceptionListView;
  constructor(list: ExceptionListView) {
    this.list = list;
  }
}
export const CreateExceptionListResult = createUnionType({
  name: "CreateExceptionListResult",
  description: "What createExceptionList can answer.",
  types: () =>
    [ExceptionListOk, InvalidInput, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
export const ChangeExceptionListResult = createUnionType({
  name: "ChangeExceptionListResult",
  description: "What changes of a list can answer.",
  types: () => [ExceptionListOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
