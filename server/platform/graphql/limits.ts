/**
 * Figures that keep one request from hurting the others. Generous for people and tools, small for
 * attackers.
 */
export const requestLimits = {
  /** Depth of fields; the deepest page of the dashboard uses 7. */
  depth: 12,
  aliases: 40,
  directives: 20,
  rootFields: 20,
  tokens: 1000,
  bodyBytes: 100_000,
  /** Of what takes a batch, from whoever signed in or sends a key. */
  batchBytes: 2_000_000,
  /** Nesting of the JSON body, e.g. of variables. */
  jsonDepth: 32,
  /** Cost points of one operation: about one per row and object. */
  cost: 20_000,
  /** Of one __schema or __type. */
  introspectionCost: 500,
  /** What a refused operation costs. */
  refusalCost: 1,
  /** Errors told of one document or its variables. */
  errors: 5,
  /** How often one selection may name the same field. */
  repeats: 40,
  pageSize: 100,
} as const;

/** What a client must know of limits, in the schema's own description. */
export const schemaText = [
  "Clicks, sales and what is paid for them. A refused mutation answers with a member of its union",
  "that is a UserError; what else is refused is an error whose extensions.code stands in ErrorCode",
  "too. An answer with data has status 200, whatever of it is missing.\n\nEach operation costs",
  "points: 1 for every field, and what lies below a list once for each row that it can bring,",
  "which is `first` where a list takes it. Conditions of rules in arguments cost 10 points each.",
  `One operation may cost ${requestLimits.cost} points, and RateLimit-Limit points a minute are`,
  "there for each person, key or address, over all processes. RateLimit-Remaining and",
  "RateLimit-Reset stand on every answer, extensions.cost has an operation's own points, and what",
  "is refused costs",
  `${requestLimits.refusalCost}.`,
].join(" ");
