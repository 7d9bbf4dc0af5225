import { expect, test } from "vitest";
import { trafficSourceOf } from "./traffic-source.ts";

test.each([
  [null, "DIRECT"],
  ["www.google.com", "SEARCH"],
  ["google.co.uk", "SEARCH"],
  ["news.google.de", "SEARCH"],
  ["mail.google.com", "EMAIL"],
  ["gemini.google.com", "ASSISTANT"],
  ["L.Instagram.com.", "SOCIAL"],
  ["t.co", "SOCIAL"],
  ["not-t.co", "CONTENT"],
  ["m.youtube.com", "VIDEO"],
  ["google.evil.example.com", "CONTENT"],
  ["trailalmanac.example", "CONTENT"],
  ["localhost", "CONTENT"],
])("%s is %s", (host, source) => expect(trafficSourceOf(host)).toBe(source));
