// The map: boxes and lines as SVG, moved by dragging, zoomed by the wheel, the buttons and the keyboard.
import { useEffect, useRef, useState } from "preact/hooks";
import type { PlacedEdge, PlacedNode } from "../src/commands/console/consoleModel";
import { edgeId, type Mark } from "../src/commands/console/planMarks";
import type { ConsoleData } from "./consoleData";
import { signs, standing, summary } from "./words";

interface View {
  x: number;
  y: number;
  scale: number;
}

interface Props {
  data: ConsoleData;
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  matches: (id: string) => boolean;
}

const step = 1.25;
const [leastScale, mostScale] = [0.1, 3];

export function MapView({ data, chosen, choose, matches }: Props) {
  const { map, statuses, plan } = data;
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const fit = () => frame.current !== null && setView(fitting(map, frame.current));
  useEffect(() => {
    fit();
    const watch = new ResizeObserver(fit);
    if (frame.current !== null) watch.observe(frame.current);
    return () => watch.disconnect();
  }, [map.width, map.height]);
  const zoom = (factor: number) => setView((now) => zoomed(now, factor, middleOf(frame.current)));
  return (
    <section class="map" aria-label="map of the stack" ref={frame} {...gestures(setView)}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would be shown wherever the pointer rests; the section has a label */}
      <svg
        width={map.width * view.scale}
        height={map.height * view.scale}
        viewBox={`0 0 ${map.width} ${map.height}`}
        style={{ transform: `translate(${view.x}px, ${view.y}px)` }}
      >
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {map.edges.map((edge) => (
          <Line
            key={`${edge.from} ${edge.to} ${edge.label}`}
            edge={edge}
            mark={plan.edges[edgeId(edge)]}
            isFaint={chosen !== undefined && edge.from !== chosen && edge.to !== chosen}
          />
        ))}
        {map.nodes.map((node) => (
          <Box
            key={node.id}
            {...{ node, isChosen: node.id === chosen, isFaint: !matches(node.id) }}
            sign={standing(statuses[node.id])}
            mark={plan.nodes[node.id]?.mark}
            line={summary(node, statuses[node.id])}
            choose={() => choose(node.id)}
          />
        ))}
      </svg>
      <div class="tools">
        <button type="button" onClick={() => zoom(step)} aria-label="zoom in">
          +
        </button>
        <button type="button" onClick={() => zoom(1 / step)} aria-label="zoom out">
          −
        </button>
        <button type="button" onClick={fit} aria-label="show the whole map">
          ⤢
        </button>
      </div>
    </section>
  );
}

interface BoxProps {
  node: PlacedNode;
  sign: string;
  mark: Mark | undefined;
  line: string;
  isChosen: boolean;
  isFaint: boolean;
  choose: () => void;
}

function Box({ node, sign, mark, line, isChosen, isFaint, choose }: BoxProps) {
  const { x, y, width, height, kind, title } = node;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  };
  const name = [`${kind} ${title}`, sign, line, ...(mark === undefined ? [] : [`${mark} after an update`])].join(", ");
  return (
    <g
      class={`node ${kind} ${sign} ${mark ?? ""} ${isChosen ? "chosen" : ""} ${isFaint ? "faint" : ""}`}
      transform={`translate(${x} ${y})`}
      {...{ tabIndex: 0, role: "button", "aria-pressed": isChosen, "aria-label": name, onKeyDown, onClick: choose }}
      data-id={node.id}
    >
      <title>{name}</title>
      <rect width={width} height={height} rx="10" />
      {mark !== undefined && (
        <text class="note" x={width - 32} y="19">
          {mark}
        </text>
      )}
      <text class="kind" x="14" y="19">
        {kind}
      </text>
      <text class="sign" x={width - 14} y="19">
        {signs[sign]}
      </text>
      <text class="title" x="14" y="37">
        {shortened(title, 26)}
      </text>
      <text class="line" x="14" y="54">
        {shortened(line, 32)}
      </text>
    </g>
  );
}

function Line({ edge, mark, isFaint }: { edge: PlacedEdge; mark: Mark | undefined; isFaint: boolean }) {
  const { points, label, kind } = edge;
  const middle = points.length > 2 ? points[Math.floor(points.length / 2)] : between(points);
  return (
    <g class={`edge ${kind.replace(" ", "-")} ${mark ?? ""} ${isFaint ? "faint" : ""}`}>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} marker-end="url(#tip)" />
      {label !== "" && (
        <text x={middle?.x} y={(middle?.y ?? 0) - 5}>
          {shortened(label, 30)}
          <title>{label}</title>
        </text>
      )}
    </g>
  );
}

const between = ([start, end]: PlacedEdge["points"]) =>
  start && end && { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function fitting({ width, height }: ConsoleData["map"], { clientWidth, clientHeight }: HTMLElement): View {
  if (width === 0) return { x: 0, y: 0, scale: 1 };
  const scale = Math.min(1, clientWidth / width, clientHeight / height);
  return { scale, x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2 };
}

const middleOf = (frame: HTMLElement | null) => ({
  x: (frame?.clientWidth ?? 0) / 2,
  y: (frame?.clientHeight ?? 0) / 2,
});

/** The point of the map below `at` stays there. */
function zoomed({ x, y, scale }: View, factor: number, at: { x: number; y: number }): View {
  const next = Math.min(mostScale, Math.max(leastScale, scale * factor));
  const grown = next / scale;
  return { scale: next, x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown };
}

function gestures(setView: (change: (now: View) => View) => void) {
  return {
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      setView((now) => zoomed(now, event.deltaY < 0 ? 1.1 : 1 / 1.1, at));
    },
    onPointerMove: ({ buttons, movementX, movementY }: PointerEvent) => {
      if (buttons === 1) setView(({ x, y, scale }) => ({ scale, x: x + movementX, y: y + movementY }));
    },
  };
}
