// A graph as one HTML page without external resources: an SVG, and its Mermaid source to copy. Pure.
import { box, type Placed, placed } from "./graphLayout";
import type { Edge, Graph } from "./graphModel";
import { mermaid } from "./mermaid";

export function page(graph: Graph, title: string): string {
  const boxes = placed(graph);
  const width = Math.max(400, ...boxes.map(({ x }) => x + box.width + box.margin));
  const height = Math.max(100, ...boxes.map(({ y }) => y + box.height + box.margin)) + 40;
  const edges = graph.edges.map((edge, index) => drawnEdge(edge, boxes, index));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="event graph">
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${[...edges, ...boxes.map(drawn)].join("\n")}
</svg>
<details><summary>Mermaid</summary><pre>${escaped(mermaid(graph))}</pre></details>
</body>
</html>
`;
}

const style = `
:root { --ink: #1d2330; --paper: #ffffff; --line: #75809a; --function: #dcecff; --broker: #ffe6bf; --channel: #e4f6dc; --flow: #efe2ff; --source: #fff6c9; --url: #eeeeee; --outside: #eeeeee; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf5; --paper: #161a22; --line: #8d98b3; --function: #1f3b5c; --broker: #5b4218; --channel: #27491c; --flow: #432f5e; --source: #52491a; --url: #333a47; --outside: #333a47; } }
body { font: 14px system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 24px; overflow-x: auto; }
h1 { font-size: 18px; }
text { fill: var(--ink); font-size: 13px; }
.detail, .label { font-size: 11px; opacity: .8; }
.label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; opacity: 1; }
.edge { fill: none; stroke: var(--line); stroke-width: 1.4; marker-end: url(#tip); }
.dead { stroke-dasharray: 5 4; }
#tip path { fill: var(--line); }
.box { stroke: var(--line); }
${["function", "broker", "channel", "flow", "source", "url", "outside"].map((kind) => `.${kind} { fill: var(--${kind}); }`).join("\n")}
.outside, .url { stroke-dasharray: 3 3; }`;

function drawn({ x, y, kind, title, detail }: Placed): string {
  const middle = x + box.width / 2;
  const line = (text: string, dy: number, of: string) =>
    `<text x="${middle}" y="${y + dy}" text-anchor="middle"${of}>${escaped(shortened(text, 28))}</text>`;
  const texts =
    detail === undefined ? [line(title, 28, "")] : [line(title, 20, ""), line(detail, 36, ' class="detail"')];
  const rect = `<rect class="box ${kind}" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="8"/>`;
  return `<g><title>${escaped([kind, title, detail ?? ""].join(" "))}</title>${rect}${texts.join("")}</g>`;
}

/** From the right side of a box to the left side of another; a backward edge passes below both. */
function drawnEdge({ from, to, label, kind }: Edge, boxes: Placed[], index: number): string {
  const [start, end] = [from, to].map((id) => boxes.find((one) => one.id === id) as Placed) as [Placed, Placed];
  const [x1, y1] = [start.x + box.width, start.y + box.height / 2];
  const [x2, y2] = [end.x, end.y + box.height / 2];
  const isBack = x2 <= x1;
  const below = Math.max(y1, y2) + box.height / 2 + 14 + (index % 4) * 7;
  const bend = box.gapX / 2;
  const path = isBack
    ? `M${x1} ${y1}C${x1 + 50} ${below} ${x2 - 50} ${below} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  const at = isBack ? { x: (x1 + x2) / 2, y: below } : { x: x2 - box.gapX * 0.4, y: y1 * 0.15 + y2 * 0.85 - 5 };
  const text = `<text class="label" x="${at.x}" y="${at.y}" text-anchor="middle">${escaped(shortened(label, 34))}</text>`;
  const line = `<path class="edge${kind === "dead letter" ? " dead" : ""}" d="${path}"/>`;
  return `<g><title>${escaped(label)}</title>${line}${label === "" ? "" : text}</g>`;
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}
