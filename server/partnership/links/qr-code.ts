/** A link's address as a QR code: SVG of any size, or PNG of so many pixels. */
import { crc32, deflateSync } from "node:zlib";
import { encodeQR } from "qr";

/** White around it, in modules: what the standard asks for. */
const border = 4;
/** A quarter of it may be dirty or covered. */
const modulesOf = (text: string): boolean[][] => encodeQR(text, "raw", { ecc: "quartile", border });

export function qrSvg(text: string): string {
  const modules = modulesOf(text);
  const path = modules
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  const side = modules.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="512" ` +
    `height="512" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/>` +
    `<path d="${path}"/></svg>`
  );
}

export const pngSizes = { min: 128, max: 4096 } as const;
export const isPngSize = (pixels: number): boolean =>
  Number.isInteger(pixels) && pixels >= pngSizes.min && pixels <= pngSizes.max;

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
/** Width, height, one bit a pixel of grey. */
function header(pixels: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(pixels, 0);
  data.writeUInt32BE(pixels, 4);
  data.writeUInt8(1, 8);
  return data;
}

/** Stored as it is, without a filter, which the first byte says. */
function whiteLine(pixels: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(pixels / 8), 0xff);
  line[0] = 0;
  return line;
}
function blacken(line: Buffer, from: number, pixels: number): void {
  for (let x = from; x < from + pixels; x += 1) {
    const at = 1 + (x >> 3);
    line[at] = (line[at] ?? 0) & ~(0x80 >> (x & 7));
  }
}

/** Every module is equally wide; what is left over of the pixels is white around it. */
export function qrPng(text: string, pixels: number): Buffer {
  const modules = modulesOf(text);
  const scale = Math.max(1, Math.floor(pixels / modules.length));
  const before = Math.floor((pixels - scale * modules.length) / 2);
  const white = whiteLine(pixels);
  const lines = Array<Buffer>(pixels).fill(white);
  for (const [row, modulesOfRow] of modules.entries()) {
    const line = Buffer.from(white);
    for (const [column, dark] of modulesOfRow.entries())
      if (dark) blacken(line, before + column * scale, scale);
    // Its pixels' lines are all the same.
    lines.fill(line, before + row * scale, before + (row + 1) * scale);
  }
  return Buffer.concat([
    signature,
    chunk("IHDR", header(pixels)),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
