import { inflateSync } from "node:zlib";
import { decodeQR } from "qr/decode.js";
import { expect, test } from "vitest";
import { isPngSize, qrPng, qrSvg } from "./qr-code.ts";

const address =
  "https://go.counterfoil.example/c/2wx4k9d0q1m5t7z8/8h3j5n7p9r1t3v5x/4c6f8h0k2m4p6s8v";

interface Image {
  width: number;
  height: number;
  data: Uint8Array;
}
/** One bit a pixel of grey, lines without a filter: as the file says itself. */
function readPng(png: Buffer): Image {
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([png[24], png[25]]).toEqual([1, 0]);
  const begin = png.indexOf("IDAT");
  const lines = inflateSync(png.subarray(begin + 4, begin + 4 + png.readUInt32BE(begin - 4)));
  const lineLength = 1 + Math.ceil(width / 8);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const bit = ((lines[y * lineLength + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      data.set([bit * 255, bit * 255, bit * 255, 255], (y * width + x) * 4);
    }
  return { width, height, data };
}
/** Its squares on white. */
function drawSvg(svg: string, scale: number): Image {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < scale; dy += 1)
      for (let dx = 0; dx < scale; dx += 1)
        data.set([0, 0, 0], ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4);
  return { width, height: width, data };
}

test("what is scanned is the address, as SVG and as PNG of any size", () => {
  expect(decodeQR(drawSvg(qrSvg(address), 6))).toBe(address);
  for (const pixels of [256, 333, 512, 1024]) {
    const image = readPng(qrPng(address, pixels));
    expect([image.width, image.height]).toEqual([pixels, pixels]);
    expect(decodeQR(image), String(pixels)).toBe(address);
  }
  expect([127, 128, 4096, 4097, 200.5, Number.NaN].map(isPngSize)).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});
