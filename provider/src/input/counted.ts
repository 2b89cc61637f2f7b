// A number of things in words.

/** A number of things, such as `1 Pod` or `0 Pods`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
