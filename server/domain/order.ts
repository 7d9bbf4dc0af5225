/** The smaller first: texts by their code units, so that every machine sorts alike. */
export const ascending = <T extends string | number | bigint>(a: T, b: T): -1 | 0 | 1 => {
  if (a < b) return -1;
  if (a > b) return 1;
  return 0;
};
