import { registerEnumType } from "type-graphql";

/** An enum of the API from a closed list of the domain. */
export const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { readonly [V in T]: V };

interface EnumTexts<T extends string> {
  /** Of the API's type. */
  name: string;
  description: string;
  words: Readonly<Record<T, string>> | ((value: T) => string);
}
/** The same, registered with what each of its values says. */
export function describedEnum<T extends string>(
  values: readonly T[],
  { name, description, words }: EnumTexts<T>,
) {
  const made = enumOf(values);
  const say = typeof words === "function" ? words : (value: T): string => words[value];
  const valuesConfig = Object.fromEntries(
    values.map((value) => [value, { description: say(value) }]),
  ) as { [V in T]: { description: string } };
  registerEnumType(made, { name, description, valuesConfig });
  return made;
}
