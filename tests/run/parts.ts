// Long spec files with independent cases: how many parts run concurrently, each in its own process.

/** File below tests/ -> number of parts. The runner starts such a file once for each, with TEST_PART=1/4 and so on. */
export const parts: Record<string, number> = {
  "cluster/examples.spec.ts": 8,
  "cluster/recordedChanges.spec.ts": 11,
};

/** The part of a list that this process runs: every n-th, or all of it if no part is set. */
export function share<T>(list: T[]): T[] {
  const [part = 1, of = 1] = (process.env.TEST_PART ?? "1/1").split("/").map(Number);
  return list.filter((_, index) => index % of === part - 1);
}
