// The receivers of sample events, and how they change with the triggers.
/** The receivers by sample. */
export type Routing = Record<string, string[]>;

/** A line for each sample whose receivers change, such as `order.paid -> +fraud-check, -audit`. */
export function routingDiff(before: Routing, after: Routing): string[] {
  const samples = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return samples.flatMap((sample) => {
    const [old = [], now = []] = [before[sample], after[sample]];
    const added = now.filter((name) => !old.includes(name)).map((name) => `+${name}`);
    const removed = old.filter((name) => !now.includes(name)).map((name) => `-${name}`);
    const changes = [...added, ...removed];
    return changes.length === 0 ? [] : [`${sample} -> ${changes.join(", ")}`];
  });
}
