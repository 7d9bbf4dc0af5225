/** The description every idempotency key argument carries. */
export const idempotencyKeyText =
  "The same key and input give the first result again; make a new one per intent. 1 to 255 " +
  "characters.";
