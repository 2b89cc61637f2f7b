// Random changes of the program with every kind of resource: each deck contains all of them once, in random order.
import type { Wanted } from "./everyKind";

export interface Change {
  what: string;
  /** How long an update with it takes on 2 idle cores, approximately. */
  seconds: number;
  /** How many lines of the engine mention its resources, approximately. */
  lines: number;
  next: (wanted: Wanted) => Partial<Wanted>;
}

const changes: Change[] = [
  { what: "a variable", seconds: 5, lines: 6, next: ({ variable }) => ({ variable: variable + 1 }) },
  { what: "a secret", seconds: 6, lines: 8, next: ({ secret }) => ({ secret: secret + 1 }) },
  { what: "a file", seconds: 6, lines: 8, next: ({ file }) => ({ file: file + 1 }) },
  { what: "a secret file", seconds: 6, lines: 8, next: ({ secretFile }) => ({ secretFile: secretFile + 1 }) },
  { what: "a gated revision", seconds: 14, lines: 14, next: ({ gated }) => ({ gated: gated + 1 }) },
  { what: "the source", seconds: 8, lines: 6, next: ({ words }) => ({ words: words + 1 }) },
  {
    what: "filter, schedule and delivery",
    ...{ seconds: 4, lines: 6 },
    next: ({ filter, minute, retry }) => ({ filter: filter + 1, minute: minute + 1, retry: retry + 1 }),
  },
  { what: "the trigger's broker", seconds: 4, lines: 4, next: ({ moved }) => ({ moved: !moved }) },
  { what: "where the broker keeps events", seconds: 8, lines: 8, next: ({ elsewhere }) => ({ elsewhere: !elsewhere }) },
  { what: "all sources", seconds: 8, lines: 14, next: ({ sources }) => ({ sources: sources + 1 }) },
  { what: "the domain", seconds: 5, lines: 8, next: ({ domain }) => ({ domain: domain + 1 }) },
  { what: "one function more or less", seconds: 6, lines: 10, next: ({ more }) => ({ more: !more }) },
];

/** Draws without end, with a random number generator. */
export function deckOf(random: () => number): () => Change {
  let deck: Change[] = [];
  return () => {
    if (deck.length === 0) deck = shuffled(random);
    return deck.pop() as Change;
  };
}

function shuffled(random: () => number): Change[] {
  const keyed = changes.map((change) => ({ change, key: random() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ change }) => change);
}
