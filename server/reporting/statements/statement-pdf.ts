/**
 * A statement as PDF: its text can be selected, and what is a heading or a table says so to those
 * who hear it.
 */
import { createRequire } from "node:module";
import Pdf from "pdfkit";

export interface Cell {
  text: string;
  numeric?: boolean;
  strong?: boolean;
}
export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string }
  | {
      kind: "table";
      head: readonly Cell[];
      rows: readonly (readonly Cell[])[];
      /** Which column takes what the others leave; default the first. */
      wide?: number;
    };
export interface Paper {
  title: string;
  /** Below the title. */
  subtitle: string;
  blocks: readonly Block[];
  madeAt: Date;
}

const { resolve } = createRequire(import.meta.url);
const font = (weight: "Regular" | "Medium"): string =>
  resolve(`roboto-fontface/fonts/roboto/Roboto-${weight}.woff`);
const margin = 56;
const ink = "#1a1a1a";
const muted = "#555555";
const line = "#c8c8c8";

type Doc = PDFKit.PDFDocument;
interface Root {
  doc: Doc;
  add: (tag: "H1" | "H2" | "P", write: () => void) => void;
  root: PDFKit.PDFStructureElement;
}

/** No row is broken between two pages. */
function writeTable(
  { doc, root }: Root,
  { head, rows, wide = 0 }: Extract<Block, { kind: "table" }>,
): void {
  const table = doc.table({
    structParent: root,
    columnStyles: head.map((_, at) => (at === wide ? "*" : 96)),
    defaultStyle: {
      border: { top: 0, right: 0, left: 0, bottom: 0.5 },
      borderColor: line,
      padding: { top: 4, bottom: 4, left: 2, right: 2 },
    },
  } as PDFKit.Mixins.TableOptions);
  const cellOf = (type: "TH" | "TD") => (cell: Cell) => ({
    text: cell.text,
    type,
    align: { x: cell.numeric ? "right" : "left", y: "center" } as const,
    font: { src: cell.strong || type === "TH" ? "strong" : "plain", size: 9 },
    textColor: type === "TH" ? muted : ink,
  });
  table.row(head.map(cellOf("TH")));
  for (const row of rows) table.row(row.map(cellOf("TD")));
  table.end();
  doc.font("plain").fontSize(10).moveDown(0.8);
}

function write(within: Root, block: Block): void {
  const { doc, add } = within;
  doc.x = margin;
  if (block.kind === "table") return writeTable(within, block);
  if (block.kind === "heading")
    return add("H2", () =>
      doc.moveDown(0.4).font("strong").fontSize(12).fillColor(ink).text(block.text),
    );
  add("P", () => doc.font("plain").fontSize(10).fillColor(ink).text(block.text).moveDown(0.4));
}

export function pdfOf({ title, subtitle, blocks, madeAt }: Paper): Promise<Buffer> {
  const doc = new Pdf({
    size: "A4",
    margin,
    tagged: true,
    lang: "en",
    pdfVersion: "1.7",
    displayTitle: true,
    info: { Title: `${title}, ${subtitle}`, CreationDate: madeAt },
  });
  const pieces: Buffer[] = [];
  const made = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (piece: Buffer) => pieces.push(piece));
    doc.on("end", () => resolve(Buffer.concat(pieces)));
    doc.on("error", reject);
  });
  doc.registerFont("plain", font("Regular")).registerFont("strong", font("Medium"));
  const root = doc.struct("Document");
  doc.addStructure(root);
  const add: Root["add"] = (tag, write) => void root.add(doc.struct(tag, {}, write));
  add("H1", () => doc.font("strong").fontSize(20).fillColor(ink).text(title));
  add("P", () => doc.font("plain").fontSize(12).fillColor(muted).text(subtitle).moveDown());
  for (const block of blocks) write({ doc, add, root }, block);
  root.end();
  doc.end();
  return made;
}
