// The recorded changes: what users do in the life of their functions, grouped by program.
import { behind } from "./recorded/behind";
import type { Group } from "./recorded/change";
import { content } from "./recorded/content";
import { events } from "./recorded/events";
import { face } from "./recorded/face";
import { gates } from "./recorded/gates";
import { life } from "./recorded/life";
import { plain } from "./recorded/plain";
import { renames } from "./recorded/renames";
import { tables } from "./recorded/tables";

/** In the order in which the parts of the file run them. */
export const groups: Record<string, Group> = {
  ...life,
  ...{ events, behind, content, tables, renames, gates, face, plain },
};

/** A change with its group and its number in it. */
export const changes = Object.entries(groups).flatMap(([group, { changes: list, unplanned = false }]) =>
  list.map((change, index) => ({ group, number: index + 1, planned: !unplanned, ...change })),
);
