/** Windows for repeats that a program may have. */
import type { UniqueWindowType } from "../../gql/graphql.ts";

export const windowMinutes = [1, 5, 15, 30, 60, 360, 720, 1440] as const;
export const windowTypes = ["ROLLING", "FIXED"] as const satisfies readonly UniqueWindowType[];
