// Counts with their noun, singular or plural.

/** A count with its noun, such as `1 Pod` or `0 Pods`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
