// Commit, tag and time of the source in linker flags, with ko's template names. The same source at the same commit gives the same flags.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../input/problems";

const run = promisify(execFile);
type Git = (...args: string[]) => Promise<string>;

const status = (git: Git) => git("status", "--porcelain");
const time = (git: Git) => git("log", "-1", "--format=%ct").then(Number);

const words: Record<string, (git: Git) => Promise<string>> = {
  Branch: (git) => git("rev-parse", "--abbrev-ref", "HEAD"),
  CommitDate: async (git) => new Date((await time(git)) * 1000).toISOString().replace(".000Z", "Z"),
  CommitTimestamp: async (git) => String(await time(git)),
  FullCommit: (git) => git("rev-parse", "HEAD"),
  IsClean: async (git) => String((await status(git)) === ""),
  IsDirty: async (git) => String((await status(git)) !== ""),
  ShortCommit: (git) => git("log", "-1", "--format=%h"),
  Tag: async (git) => {
    await git("rev-parse", "HEAD");
    return git("describe", "--tags", "--abbrev=0", "HEAD").catch(() => "v0.0.0");
  },
  TreeState: async (git) => ((await status(git)) === "" ? "clean" : "dirty"),
};

const template = /\{\{(.*?)\}\}/g;

/** Whether all templates of a flag are supported. */
export function isFillable(flag: string): boolean {
  return [...flag.matchAll(template)].every(([, inner]) => wordIn(inner as string) !== undefined);
}

export const fillable = `expected one of these templates: ${Object.keys(words)
  .map((word) => `{{.Git.${word}}}`)
  .join(
    ", ",
  )}; the build time would change the image with each build, use {{.Git.CommitDate}} for the time of the source`;

function wordIn(inner: string) {
  const word = /^\s*\.Git\.(\w+)\s*$/.exec(inner)?.[1] ?? "";
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** The flags with Git's values for the directory. */
export async function withSourceVersion(flags: string[], directory: string): Promise<string[]> {
  const values = new Map<string, Promise<string>>();
  const git: Git = async (...args) => (await run("git", ["-C", directory, ...args])).stdout.trim();
  for (const [whole, inner] of flags.flatMap((flag) => [...flag.matchAll(template)]))
    if (!values.has(whole))
      values.set(whole, wordIn(inner as string)?.(git).catch(() => withoutCommit(directory)) as Promise<string>);
  const found = new Map(await Promise.all([...values].map(async ([whole, text]) => [whole, await text] as const)));
  return flags.map((flag) => flag.replace(template, (whole) => found.get(whole) as string));
}

function withoutCommit(directory: string): never {
  throw new Failure(`ldflags use the commit of ${directory}, which is not in a Git repository with a commit`);
}
