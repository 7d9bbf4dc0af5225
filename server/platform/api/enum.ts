/** Enums of the API from a closed list of the domain and its words, for registerEnumType. */
export const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { readonly [V in T]: V };

export const described = <T extends string>(values: readonly T[], say: (value: T) => string) =>
  Object.fromEntries(values.map((value) => [value, { description: say(value) }])) as {
    [V in T]: { description: string };
  };
