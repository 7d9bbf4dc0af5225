import type { ErrorCode } from "./codes.ts";

/**
 * A domain function that can refuse returns this. `path` names the faulty field in the caller's
 * input.
 */
export type Refused<C extends string = ErrorCode> = {
  ok: false;
  code: C;
  message: string;
  path: string[];
};
export type Accepted<T> = { ok: true; value: T };
export type Result<T, C extends string = ErrorCode> = Accepted<T> | Refused<C>;

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });
export const refuse = <C extends string>(
  code: C,
  message: string,
  ...path: string[]
): Refused<C> => ({
  ok: false,
  code,
  message,
  path,
});
