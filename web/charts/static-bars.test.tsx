import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { labelStrides, valueAxis } from "./axis.ts";
import { StaticBars } from "./static-bars.tsx";

const html = renderToStaticMarkup(
  <StaticBars
    chart="clicks"
    bars={[
      { from: 0, to: 1, values: [3, 1], isOpen: false },
      { from: 1, to: 2, values: [2, 0], isOpen: true },
    ]}
    series={[
      { key: "paid", label: "paid", color: "var(--clicks)", fill: "solid" },
      { key: "unpaid", label: "not paid", color: "var(--unpaid)", fill: "hatch" },
    ]}
    axis={valueAxis(4, "count")}
    labels={["1 Nov", "2 Nov"]}
    strides={labelStrides.days}
    plotWidthPx={300}
    zone={{ from: 1, to: 2, label: "still arriving" }}
  />,
);

test("the still picture has its bars, axis, labels and zone without scripts", () => {
  expect(html).toContain("still arriving");
  for (const text of [">0<", ">4<", ">1 Nov<", ">2 Nov<"]) expect(html).toContain(text);
});
test("one path a series and state: paid, paid so far, not paid", () => {
  expect(html.match(/<clipPath/g)).toHaveLength(3);
});
test("states are patterns, not colours alone: hatch for not paid, dots for what may change", () => {
  expect(html).toContain("fill:url(#clicks-hatch-varunpaid)");
  expect(html).toContain("fill:url(#clicks-dots-varclicks)");
});
test("a line a tick lies behind the bars, and the baseline is stronger", () => {
  const lines = [...html.matchAll(/<path d="(M0 [^"]+)"[^>]*stroke:var\(--([\w-]+)\)/g)];
  expect(lines.map(([, d, color]) => [d, color])).toEqual([
    ["M0 750H1000M0 500H1000M0 250H1000M0 0H1000", "border"],
    ["M0 1000H1000", "border-strong"],
  ]);
  expect(html.indexOf("M0 1000H1000")).toBeLessThan(html.indexOf("clip-path="));
});
