/**
 * Every field states the right it needs, on itself or on its type; graphql/authorise.ts checks an
 * operation before it runs. A query or mutation without a right fails the schema's build: the
 * default is "no".
 */
import "reflect-metadata";
import { Extensions } from "type-graphql";
import type { Right } from "../auth/rights.ts";

export const Needs = (right: Right): MethodDecorator & PropertyDecorator & ClassDecorator =>
  Extensions({ right });

/**
 * Of what moves money or rights: a person gives the password again, where that was long ago. A key
 * is not asked.
 */
export const Confirmed = (): MethodDecorator & PropertyDecorator & ClassDecorator =>
  Extensions({ confirmed: true });

/**
 * Of what is still being typed: what a gate turns away is read as it was sent, and the field says
 * what is wrong with it.
 */
export const Unfinished = (): MethodDecorator & PropertyDecorator & ClassDecorator =>
  Extensions({ unfinished: true });

/** Of what takes a batch: its request's body may be as large as one. */
export const TakesBatch = (): MethodDecorator & PropertyDecorator & ClassDecorator =>
  Extensions({ takesBatch: true });

/** Rough number of rows a list argument can bring, for the cost rule. */
export const Rows = (rows: number): MethodDecorator & PropertyDecorator & ClassDecorator =>
  Extensions({ rows });
