/**
 * A mutation's expected refusals: members of its result union, all with code, message and path.
 * Only bugs are thrown; they reach the client masked, with a request id.
 */
import "reflect-metadata";
import { Field, InterfaceType, ObjectType } from "type-graphql";
import { describedEnum } from "./enum.ts";
import { Needs } from "./right.ts";
import { errorCodes, type ErrorCode } from "../../domain/codes.ts";
import type { Refused } from "../../domain/result.ts";

const codes = Object.keys(errorCodes) as ErrorCode[];
export const ErrorCodeValue = describedEnum(codes, {
  name: "ErrorCode",
  description:
    "Every code with which something is refused: as `code` of a UserError in a mutation's " +
    "result, or as extensions.code of an error.",
  words: errorCodes,
});

@Needs("public")
@InterfaceType({ description: "An expected refusal: what was wrong, where, and what to do." })
export abstract class UserError {
  @Field(() => ErrorCodeValue, { description: "Stable code; texts may change, codes do not." })
  readonly code: ErrorCode;

  @Field(() => String, { description: "One sentence for people: the fault and the way out." })
  readonly message: string;

  @Field(() => [String], {
    description:
      "Path of the faulty field in the mutation's input; empty when no single field is at fault.",
  })
  readonly path: string[];

  constructor(code: ErrorCode, message: string, path: string[] = []) {
    this.code = code;
    this.message = message;
    this.path = path;
  }
}

@Needs("public")
@ObjectType({
  implements: UserError,
  description: "A field's value cannot be used; `path` names the field.",
})
export class InvalidInput extends UserError {
  static of(refused: Refused, ...prefix: string[]): InvalidInput {
    return new InvalidInput(refused.code, refused.message, [
      ...prefix,
      ...refused.path.flatMap((part) => part.split(".")),
    ]);
  }
}

@Needs("public")
@ObjectType({
  implements: UserError,
  description: "No such thing, or not in your account: both look the same.",
})
export class NotFound extends UserError {
  static of(what: string, ...path: string[]): NotFound {
    return new NotFound("NOT_FOUND", `There is no such ${what} in your account`, path);
  }
}

@Needs("public")
@ObjectType({
  implements: UserError,
  description: "The account's edition does not include this feature.",
})
export class NotEntitled extends UserError {}

@Needs("public")
@ObjectType({
  implements: UserError,
  description: "The thing is no longer in the state that this change needs; read it again.",
})
export class Conflict extends UserError {}

@Needs("public")
@ObjectType({
  implements: UserError,
  description: "The idempotency key was used before for a different request.",
})
export class IdempotencyKeyReused extends UserError {
  static once(): IdempotencyKeyReused {
    return new IdempotencyKeyReused(
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotency key was used with other input: send a new key",
      ["idempotencyKey"],
    );
  }
}

export type Refusal = InvalidInput | NotFound | NotEntitled | Conflict | IdempotencyKeyReused;
export const isRefusal = (value: unknown): value is UserError => value instanceof UserError;
