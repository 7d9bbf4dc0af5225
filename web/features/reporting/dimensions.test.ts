import { expect, test } from "vitest";
import { trafficSources as ruled } from "../../../server/domain/traffic-source.ts";
import { trafficSources } from "./dimensions.ts";

test("[found 91] classes of sources are those that rules know, in their order", () =>
  expect(trafficSources).toEqual(ruled));
