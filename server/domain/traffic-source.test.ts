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
  // found 17
  ["android-app://com.google.android.gm", "EMAIL"],
  ["android-app://com.google.android.googlequicksearchbox", "SEARCH"],
  ["android-app://com.example.reader", "CONTENT"],
  ["com.google.android.gm", "CONTENT"],
  ["www.threads.com", "SOCIAL"],
  // found 18: what is registered decides, not a label within it
  ["google.mydeals.example", "CONTENT"],
  ["pinterest.blogspot.com", "CONTENT"],
  ["yahoo.partner.net", "CONTENT"],
  ["google.com.evil.example", "CONTENT"],
  ["google.co.evil.example", "CONTENT"],
  ["google.com.br", "SEARCH"],
  ["search.yahoo.co.jp", "SEARCH"],
  ["de.pinterest.com", "SOCIAL"],
  ["www.pinterest.co.uk", "SOCIAL"],
  ["mail.yahoo.co.jp", "EMAIL"],
])("%s is %s", (host, source) => expect(trafficSourceOf(host)).toBe(source));
