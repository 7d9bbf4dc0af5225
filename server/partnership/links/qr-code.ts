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

/** Every module is equally wide; what is left over of the pixels is white around it. */
export function qrPng(text: string, pixels: number): Buffer {
  const modules = modulesOf(text);
  const scale = Math.max(1, Math.floor(pixels / modules.length));
  const before = Math.floor((pixels - scale * modules.length) / 2);
  const moduleAt = (pixel: number): number => Math.floor((pixel - before) / scale);
  const lineLength = 1 + Math.ceil(pixels / 8);
  const lines = Buffer.alloc(lineLength * pixels, 0xff);
  for (let y = 0; y < pixels; y += 1) {
    const line = y * lineLength;
    // The line is stored as it is, without a filter.
    lines[line] = 0;
    const row = modules[moduleAt(y)];
    if (row)
      for (let x = 0; x < pixels; x += 1)
        if (row[moduleAt(x)]) {
          const at = line + 1 + (x >> 3);
          lines[at] = (lines[at] ?? 0) & ~(0x80 >> (x & 7));
        }
  }
  return Buffer.concat([
    signature,
    chunk("IHDR", header(pixels)),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
