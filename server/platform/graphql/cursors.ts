/**
 * A page's cursor goes on in the list that gave it alone: with the same arguments, under the same
 * parent, for the same person or key. Lists make and read keys of rows; here each key gets the mark
 * of its list, and a cursor with another mark is refused. So no list can forget it.
 */
import { hash } from "node:crypto";
import { isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import { principalOf } from "../auth/viewer.ts";
import { refusedInput } from "../api/bad-input.ts";
import { foreignCursor, type PageInfo } from "../api/connection.ts";
import { InvalidInput } from "../api/refusal.ts";
import type { Context } from "../context.ts";
import { answersInvalid } from "./gates.ts";

type Field = GraphQLField<unknown, Context>;
type Args = Readonly<Record<string, unknown>>;

const markLength = 16;
const given = (_key: string, value: unknown): unknown => value ?? undefined;

/** The list that a field is for this viewer; left out and null are the same argument. */
function markOf(name: string, source: unknown, args: Args, { viewer, client, scope }: Context) {
  const { first: _first, after: _after, ...filter } = args;
  const under = source instanceof Object && "id" in source ? source.id : null;
  const reader = [scope.accountId, principalOf(viewer, client.address)];
  return hash("sha256", JSON.stringify([name, under, reader, filter], given), "hex").slice(
    0,
    markLength,
  );
}

const isPage = (value: unknown): value is { pageInfo: PageInfo } =>
  value instanceof Object && "pageInfo" in value;

/** Marks the page that an answer is, or holds, in place: each is made for one answer. */
function mark(answer: unknown, sign: string): void {
  const held = answer instanceof Object ? Object.values(answer) : [];
  const page = [answer, ...held].find(isPage);
  if (page && page.pageInfo.endCursor !== null)
    page.pageInfo.endCursor = sign + page.pageInfo.endCursor;
}

function bind(typeName: string, field: Field): void {
  const { resolve } = field;
  if (!resolve) throw new Error(`${typeName}.${field.name} pages without a resolver`);
  const answers = answersInvalid(field);
  field.resolve = async (source, args: Args, ctx, info) => {
    const sign = markOf(`${typeName}.${field.name}`, source, args, ctx);
    const after = typeof args.after === "string" ? args.after : null;
    if (after !== null && !after.startsWith(sign)) {
      const refused = foreignCursor();
      if (answers) return InvalidInput.of(refused);
      throw refusedInput(refused);
    }
    const key = after?.slice(markLength) ?? null;
    const answer: unknown = await resolve(source, { ...args, after: key }, ctx, info);
    mark(answer, sign);
    return answer;
  };
}

/** Binds the cursors of every field that takes `after`. */
export function mountCursors(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.args.some(({ name }) => name === "after")) bind(type.name, field);
  }
}
