// Long rows of independent cases, run in several processes: how many parts a file has, and which part this process runs.

/** Parts by file, relative to this directory. */
export const parts: Record<string, number> = {};
