// What the page knows: the map, the statuses of its nodes, and what can't be read; kept up to date by the server's events.
import type { ConsoleMap, Message, NodeStatus, PlanMessage } from "../src/commands/console/consoleModel";

export interface ConsoleData {
  stack: string;
  map: ConsoleMap;
  statuses: Record<string, NodeStatus>;
  problems: string[];
  plan: PlanMessage;
  /** Whether the command that serves the page answers. */
  isConnected: boolean;
}

export const nothing: ConsoleData = {
  stack: "",
  map: { width: 0, height: 0, nodes: [], edges: [] },
  statuses: {},
  problems: [],
  plan: { kind: "plan", state: "none", words: [], nodes: {}, edges: {} },
  isConnected: false,
};

/** What a page that is a file has instead of a server. */
const written: Message[] = JSON.parse(document.getElementById("messages")?.textContent || "[]");
export const isFile = written.length > 0;

/** Calls `changed` with each new state; the browser connects again by itself. */
export function follow(changed: (data: ConsoleData) => void): void {
  let data = nothing;
  const become = (next: Partial<ConsoleData>) => {
    data = { ...data, ...next };
    changed(data);
  };
  for (const message of written) become({ ...after(data, message), isConnected: true });
  if (isFile) return;
  const events = new EventSource("/events");
  events.onmessage = ({ data: text }) => become({ ...after(data, JSON.parse(text)), isConnected: true });
  events.onerror = () => become({ isConnected: false });
}

function after(data: ConsoleData, message: Message): Partial<ConsoleData> {
  if (message.kind === "map") return { stack: message.stack, map: message.map, statuses: {} };
  if (message.kind === "plan") return { plan: message };
  if (message.kind === "problems") return { problems: message.problems };
  const statuses = { ...data.statuses };
  for (const [id, status] of Object.entries(message.statuses)) {
    if (status === null) delete statuses[id];
    else statuses[id] = status;
  }
  return { statuses };
}
