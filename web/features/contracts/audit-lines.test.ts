import { expect, test } from "vitest";
import { auditLines } from "./audit-lines.ts";

const event = (kind: "PROPOSED" | "ACCEPTED" | "ACTIVATED", at: string) => ({ kind, at, byName: "ACME", beforeVersion: null, afterVersion: 1, comment: null });

test("events of several contracts stand newest first, those of one instant with the last on top", () => {
  const lines = auditLines([
    {
      id: "a",
      partnerName: "A",
      termsName: "T",
      events: [event("PROPOSED", "2026-11-01T00:00:00Z"), event("ACCEPTED", "2026-11-03T00:00:00Z"), event("ACTIVATED", "2026-11-03T00:00:00Z")],
    },
    { id: "b", partnerName: "B", termsName: "T", events: [event("PROPOSED", "2026-11-02T00:00:00Z")] },
  ]);
  expect(lines.map(({ contractId, kind }) => `${contractId} ${kind}`)).toEqual(["a ACTIVATED", "a ACCEPTED", "b PROPOSED", "a PROPOSED"]);
  expect(lines[2]).toEqual({ ...event("PROPOSED", "2026-11-02T00:00:00Z"), contractId: "b", partnerName: "B", termsName: "T" });
});
