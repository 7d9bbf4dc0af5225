/** Figures that keep one request from hurting the others. Generous for people and tools, small for attackers. */
export const requestLimits = {
  /** Depth of fields; the deepest page of the dashboard uses 7. */
  depth: 12,
  aliases: 40,
  directives: 20,
  rootFields: 20,
  tokens: 1000,
  bodyBytes: 100_000,
  /** Nesting of the JSON body, e.g. of variables. */
  jsonDepth: 32,
  /** Cost points of one operation: about one per row and object. */
  cost: 20_000,
  /** Of one __schema or __type. */
  introspectionCost: 500,
  pageSize: 100,
} as const;
