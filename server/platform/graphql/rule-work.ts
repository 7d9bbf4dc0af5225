/**
 * What conditions of terms cost whoever sends them: they are read, looked at by the linter, and
 * tried on events.
 */
import { valueFromAST, type ArgumentNode, type GraphQLField } from "graphql";

const pointsOfCondition = 10;
const charactersOfPoint = 10;
/** Terms as large as they may be cost less than one operation may. */
const most = 15_000;

const textOf = (values: unknown): number =>
  Array.isArray(values)
    ? values.reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 0), 0)
    : 0;

function conditionsIn(value: unknown): { count: number; characters: number } {
  const found = { count: 0, characters: 0 };
  const look = (inner: unknown): void => {
    if (typeof inner !== "object" || inner === null) return;
    if ("operator" in inner && "values" in inner) {
      found.count += 1;
      found.characters += textOf(inner.values);
    } else for (const each of Object.values(inner)) look(each);
  };
  look(value);
  return found;
}

/** Points for the conditions in a field's arguments. */
export function ruleWork(
  field: GraphQLField<unknown, unknown>,
  nodes: readonly ArgumentNode[] | undefined,
  variables: Readonly<Record<string, unknown>>,
): number {
  let points = 0;
  for (const node of nodes ?? []) {
    const argument = field.args.find(({ name }) => name === node.name.value);
    if (!argument) continue;
    const { count, characters } = conditionsIn(
      valueFromAST(node.value, argument.type, { ...variables }),
    );
    points += count * pointsOfCondition + Math.ceil(characters / charactersOfPoint);
  }
  return Math.min(points, most);
}
