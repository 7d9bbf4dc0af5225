/** Inquiries as a file, as their list shows them. */
import { inquiries } from "../inquiries/inquiry-views.ts";
import { InquiryFilter, type InquiryView } from "../inquiries/inquiry.types.ts";
import { everyPage, tableOfViews } from "./table.ts";

export const inquiryTable = tableOfViews<InquiryView, InquiryFilter>({
  title: "Inquiries",
  words: "Inquiries, those that were opened first first.",
  needs: ["sales:read"],
  filter: { name: "inquiries", type: () => InquiryFilter },
  columns: [
    { name: "id", words: "Identity.", kind: "WORD", of: (inquiry) => inquiry.id },
    { name: "partnerId", words: "The partner.", kind: "WORD", of: ({ partnerId }) => partnerId },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: ({ partnerName }) => partnerName },
    { name: "kind", words: "What it says.", kind: "WORD", of: ({ kind }) => kind },
    { name: "state", words: "How far it is.", kind: "WORD", of: ({ state }) => state },
    { name: "openedAt", words: "When opened.", kind: "INSTANT", of: ({ openedAt }) => openedAt },
    { name: "closedAt", words: "When closed.", kind: "INSTANT", of: ({ closedAt }) => closedAt },
    { name: "clickId", words: "The click.", kind: "WORD", of: ({ clickId }) => clickId },
    {
      name: "conversionId",
      words: "The sale or lead.",
      kind: "WORD",
      of: ({ conversionId }) => conversionId,
    },
    {
      name: "orderNumber",
      words: "Number of an order that is missing.",
      kind: "TEXT",
      of: ({ orderNumber }) => orderNumber,
    },
    { name: "orderDate", words: "Its date.", kind: "DATE", of: ({ orderDate }) => orderDate },
    { name: "text", words: "What the partner wrote.", kind: "TEXT", of: ({ text }) => text },
    {
      name: "expected",
      words: "What the partner expects to be paid.",
      kind: "MONEY",
      of: ({ expected }) => expected?.amount ?? null,
    },
    {
      name: "earns",
      words: "What it is about earns by now.",
      kind: "MONEY",
      of: ({ earns }) => earns?.amount ?? null,
    },
    { name: "answer", words: "What the brand answered.", kind: "WORD", of: ({ answer }) => answer },
    { name: "answerText", words: "In which words.", kind: "TEXT", of: (i) => i.answerText },
    {
      name: "granted",
      words: "What was granted.",
      kind: "MONEY",
      of: ({ granted }) => granted?.amount ?? null,
    },
    {
      name: "booking",
      words: "What became of what was granted.",
      kind: "WORD",
      of: ({ booking }) => booking,
    },
    {
      name: "currency",
      words: "Of the contract; amounts of a sale are in its own.",
      kind: "WORD",
      of: ({ currency }) => currency,
    },
  ],
  views: (ctx, { programId, filter: asked }) => {
    const { states = null, clickId = null, conversionId = null, partnerId = null } = asked ?? {};
    const filter = { states, clickId, conversionId, partnerId };
    return everyPage((page) => inquiries(ctx, programId, filter, page));
  },
});
