/**
 * Where values that their gates turned away become answers: a mutation whose result can be
 * InvalidInput answers with it, all else with an error of the same code; both name the field. So no
 * use case sees a value that its gate has not passed.
 */
import {
  getNamedType,
  GraphQLError,
  GraphQLScalarType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";
import { instantText, readInstant, readInstantLiteral, Turned } from "../api/scalars.ts";
import { InvalidInput } from "../api/refusal.ts";
import { gateIdempotencyKey } from "../../domain/values/place-and-time.ts";

interface Found {
  turned: Turned;
  path: string[];
}

/** A value of another kind than the field's, which no gate has read. */
const isOfOtherKind = ({ code }: Turned): boolean => code === "BAD_INPUT";

function firstTurned(
  value: unknown,
  path: string[],
  isMeant: (turned: Turned) => boolean,
): Found | null {
  if (value instanceof Turned) return isMeant(value) ? { turned: value, path } : null;
  if (typeof value !== "object" || value === null || value instanceof Date) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = firstTurned(inner, [...path, key], isMeant);
    if (found) return found;
  }
  return null;
}

/** The first value that a gate turned away, of an input that came otherwise than by GraphQL. */
export const turnedAway = (input: object): Found | null => firstTurned(input, [], () => true);

/** With what was turned away as it was sent. */
function asSent(value: unknown): unknown {
  if (value instanceof Turned) return value.given;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(asSent);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asSent(inner)]));
}

function badKey(args: Readonly<Record<string, unknown>>): Found | null {
  if (typeof args.idempotencyKey !== "string") return null;
  const key = gateIdempotencyKey(args.idempotencyKey);
  return key.ok ? null : { turned: new Turned(key.code, key.message), path: ["idempotencyKey"] };
}

/** Whether a field can answer with InvalidInput. */
export const answersInvalid = (field: GraphQLField<unknown, never>): boolean => {
  const type = getNamedType(field.type);
  return isUnionType(type) && type.getTypes().some(({ name }) => name === "InvalidInput");
};

/** The library's scalar of instants reads more forms than one, in words of its own. */
function mountInstants(schema: GraphQLSchema): void {
  const instants = schema.getType("DateTimeISO");
  if (!(instants instanceof GraphQLScalarType)) throw new Error("no scalar of instants");
  instants.parseValue = readInstant;
  instants.parseLiteral = readInstantLiteral;
  instants.description = instantText;
}

/** Puts the gates before every field that takes arguments. */
export function mountGates(schema: GraphQLSchema): void {
  mountInstants(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields()))
      if (field.args.length > 0) mountGate(field);
  }
}

function mountGate(field: GraphQLField<unknown, unknown>): void {
  const { resolve, subscribe } = field;
  const answers = answersInvalid(field);
  const unfinished = field.extensions.unfinished === true;
  const refusal = (args: Readonly<Record<string, unknown>>): InvalidInput | null => {
    // A draft may hold what its gates will refuse, and no value of another kind.
    const found = badKey(args) ?? firstTurned(args, [], unfinished ? isOfOtherKind : () => true);
    if (!found) return null;
    const { turned, path } = found;
    if (answers && !isOfOtherKind(turned))
      return new InvalidInput(turned.code, turned.message, path);
    throw new GraphQLError(turned.message, { extensions: { code: turned.code, path } });
  };
  if (resolve)
    field.resolve = (source, args, context, info) =>
      refusal(args) ??
      resolve(source, unfinished ? (asSent(args) as typeof args) : args, context, info);
  if (subscribe)
    field.subscribe = (source, args, context, info) => {
      refusal(args);
      return subscribe(source, args, context, info);
    };
}

/**
 * Arguments that every list or mutation has; the guard, the lists' cursors and mountGates are their
 * gates.
 */
const everywhere = new Set(["first: Int", "after: String", "idempotencyKey: String"]);

/**
 * Arguments and input fields whose type takes anything: each must have a scalar or an enum of its
 * kind.
 */
export function valuesWithoutGate(schema: GraphQLSchema): string[] {
  const isOpen = (type: Parameters<typeof getNamedType>[0]): boolean => {
    const named = getNamedType(type);
    return isScalarType(named) && ["String", "Int", "Float"].includes(named.name);
  };
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith("__")) return [];
    if (isInputObjectType(type))
      return Object.values(type.getFields()).flatMap((field) =>
        isOpen(field.type) ? [`${type.name}.${field.name}`] : [],
      );
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.flatMap((arg) =>
        isOpen(arg.type) && !everywhere.has(`${arg.name}: ${getNamedType(arg.type).name}`)
          ? [`${type.name}.${field.name}(${arg.name})`]
          : [],
      ),
    );
  });
}
