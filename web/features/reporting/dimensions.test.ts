import { expect, test } from "vitest";
import { trafficSources } from "../../../server/domain/traffic-source.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { dimensions } from "./dimensions.ts";

test("[found 91] every class of sources has its words, and an address may name it", () => {
  expect(Object.keys(messages.reporting.sources)).toEqual(trafficSources);
  expect(trafficSources.filter((source) => !dimensions.source.isValid(source))).toEqual([]);
});
