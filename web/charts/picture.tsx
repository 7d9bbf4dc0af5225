/**
 * A chart as a picture that is read by itself: title, what it is of, legend, axes and bars, drawn
 * by what draws them on the page, in the light colours whatever the page has.
 */
import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { formatCompact } from "../lib/format.ts";
import { axisLabels } from "./axis.ts";
import type { PairPanel } from "./pair-chart.tsx";
import { Marks } from "./marks.tsx";
import { fillOf, Patterns, strokeOf } from "./patterns.tsx";
import { lightColors } from "./light-colors.ts";

/** Of `stack`: what is drawn of a panel. */
export type PicturedPanel = Omit<PairPanel, "empty">;
export interface Picture {
  title: string;
  /** What it is of: range, zone, filters, and when it was made. */
  lines: readonly string[];
  panels: readonly PicturedPanel[];
}

const width = 1200;
const margin = 32;
const plot = { left: margin + 48, width: width - 2 * margin - 60, height: 240 } as const;
const fonts = "Inter, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** Signs that fit a line of the head, and the width of one of a legend. */
const lineSigns = 150;
const signPx = 7;
const sizes = { line: 20, panelHead: 30, legend: 26, axis: 26, summary: 30 } as const;

/** Words that do not fit a line go on in the next. */
export function wrapped(text: string, signs: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > signs) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

interface TextProps {
  x: number;
  y: number;
  size: number;
  color?: "--fg" | "--muted";
  anchor?: "start" | "middle" | "end";
  bold?: boolean;
  children: string;
}
const Text = ({
  x,
  y,
  size,
  color = "--fg",
  anchor = "start",
  bold = false,
  children,
}: TextProps): ReactNode => (
  <text
    x={x}
    y={y}
    fontSize={size}
    fontWeight={bold ? 600 : 400}
    textAnchor={anchor}
    style={{ fill: `var(${color})` }}
  >
    {children}
  </text>
);

function PanelPicture({ panel, y }: { panel: PicturedPanel; y: number }): ReactNode {
  const { chart, title, legend, labels, strides, axis, series, bars, zone, summary } = panel;
  const id = `${chart}-picture`;
  const top = y + sizes.panelHead + sizes.legend;
  const bottom = top + plot.height;
  const starts = legend.map((_, at) =>
    legend.slice(0, at).reduce((x, { label }) => x + 32 + label.length * signPx, margin),
  );
  return (
    <g>
      <Text x={margin} y={y + 18} size={16} bold>
        {title}
      </Text>
      <Patterns chart={`${id}-key`} series={legend.map((each) => each.series)} />
      {legend.map(({ series: each, isOpen = false, label }, at) => {
        const x = starts[at] ?? margin;
        const stroke = strokeOf(each, isOpen);
        return (
          <g key={label + String(isOpen)}>
            <rect
              x={x + 0.5}
              y={y + sizes.panelHead + 0.5}
              width={11}
              height={11}
              style={{
                fill: fillOf(`${id}-key`, each, isOpen),
                stroke: stroke === "none" ? each.color : stroke,
              }}
            />
            <Text x={x + 18} y={y + sizes.panelHead + 10} size={12}>
              {label}
            </Text>
          </g>
        );
      })}
      {axis.ticks.map((tick) => (
        <Text
          key={tick}
          x={plot.left - 8}
          y={bottom - (tick / axis.top) * plot.height + 4}
          size={11}
          color="--muted"
          anchor="end"
        >
          {formatCompact(tick)}
        </Text>
      ))}
      <Marks
        chart={id}
        {...{ bars, series, axis, zone }}
        count={labels.length}
        x={plot.left}
        y={top}
        width={plot.width}
        height={plot.height}
      />
      {axisLabels(labels, strides, plot.width).map(({ index, text, share, anchor }) => (
        <Text
          key={index}
          x={plot.left + share * plot.width}
          y={bottom + 18}
          size={11}
          color="--muted"
          anchor={anchor}
        >
          {text}
        </Text>
      ))}
      <Text x={margin} y={bottom + sizes.axis + 14} size={12} color="--muted">
        {summary}
      </Text>
    </g>
  );
}

const panelHeight =
  sizes.panelHead + sizes.legend + plot.height + sizes.axis + sizes.summary + margin / 2;
function PictureView({ picture, height }: { picture: Picture; height: number }): ReactNode {
  const lines = linesOf(picture);
  const headHeight = height - picture.panels.length * panelHeight;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fontFamily={fonts}
    >
      <title>{picture.title}</title>
      <desc>{[...picture.lines, ...picture.panels.map(({ summary }) => summary)].join("\n")}</desc>
      <rect width={width} height={height} style={{ fill: "var(--surface)" }} />
      <Text x={margin} y={margin + 16} size={22} bold>
        {picture.title}
      </Text>
      {lines.map((line, at) => (
        <Text key={line} x={margin} y={margin + 44 + at * sizes.line} size={13} color="--muted">
          {line}
        </Text>
      ))}
      {picture.panels.map((panel, at) => (
        <PanelPicture key={panel.chart} panel={panel} y={headHeight + at * panelHeight} />
      ))}
    </svg>
  );
}
const linesOf = ({ lines }: Picture): string[] => lines.flatMap((line) => wrapped(line, lineSigns));

const light = (value: string): string =>
  value
    .replaceAll(/var\((--[a-z-]+)\)/g, (_, name: string) => lightColors[name] ?? "#000000")
    .replaceAll('"', "");
/** What the page's style sheets would say stands in the picture itself, for every reader. */
function standAlone(drawn: Element): void {
  for (const each of [drawn, ...drawn.querySelectorAll("*")]) {
    const { style, classList } = each as SVGElement;
    for (const name of style) each.setAttribute(name, light(style.getPropertyValue(name)));
    if (classList.contains("text-tick")) {
      each.setAttribute("font-size", "11");
      each.setAttribute("fill", light("var(--muted)"));
    }
    // One that was not read since it was set through the object would stay, empty.
    if (each.hasAttribute("style")) each.removeAttribute("style");
    each.removeAttribute("class");
  }
}

export interface Drawn {
  svg: string;
  width: number;
  height: number;
}
/** For browsers: what it is drawn in is never part of the page. */
export function drawPicture(picture: Picture): Drawn {
  const height =
    margin + 64 + linesOf(picture).length * sizes.line + picture.panels.length * panelHeight;
  const place = document.createElement("div");
  const root = createRoot(place);
  flushSync(() => root.render(<PictureView picture={picture} height={height} />));
  const drawn = place.firstElementChild;
  if (!drawn) throw new Error("the picture was not drawn");
  standAlone(drawn);
  const svg = new XMLSerializer().serializeToString(drawn);
  root.unmount();
  return { svg, width, height };
}

/** Dots of the bitmap for each of the picture: sharp on screens and in slides. */
const dots = 2;
export async function paintPicture({ svg, width: wide, height }: Drawn): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: wide * dots, height: height * dots });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("the picture was not painted"))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
