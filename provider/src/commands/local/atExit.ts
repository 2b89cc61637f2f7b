// What is done when this process ends in an orderly way, whatever the reason.

const works = new Set<() => void>();

process.on("exit", () => {
  for (const work of works) work();
});

/** Returns how to withdraw it. */
export function atExit(work: () => void): () => void {
  works.add(work);
  return () => void works.delete(work);
}
