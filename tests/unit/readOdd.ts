// Run as a separate process, because a reader that blocks can only be ended from outside: each argument names a reader and its input.
import { join } from "node:path";
import type { Build } from "../../provider/src/build/builder";
import { dockerfileProblems } from "../../provider/src/build/dockerImage";
import { sourceProblems } from "../../provider/src/build/go/goDirectory";
import type { Listed } from "../../provider/src/build/go/goModule";
import { mayBeFunction } from "../../provider/src/build/go/goSource";
import { digestKey } from "../../provider/src/build/ko/digestKey";
import { recall } from "../../provider/src/build/ko/memory";
import { configuredImages } from "../../provider/src/knative/ownImages";
import { savedLogin } from "../../provider/src/registry/savedLogin";

const buildOf = (directory: string) =>
  ({ directory, package: ".", goFlags: [], ldflags: [], env: {}, platforms: [] }) as never as Build;

/** Of a directory that embeds the files in `static`. */
export function keyOf(root: string): string {
  const around = { go: { GOWORK: join(root, "go.work") }, ko: "", base: "" };
  const embedding = [{ directory: root, pattern: "static" }];
  const graph = { importPath: "", directory: root, directories: [root], embedding, modules: [root] };
  return digestKey(buildOf(root), around, graph as unknown as Listed, "");
}

const readers: Record<string, (path: string) => unknown> = {
  source: (directory) => sourceProblems({ directory }, "source"),
  function: mayBeFunction,
  digestKey: keyOf,
  recall: (directory) => recall(buildOf(directory)) ?? null,
  dockerfile: (directory) => dockerfileProblems({ directory }),
  login: async () => (await savedLogin("ghcr.io/acme", () => undefined)) ?? null,
  images: configuredImages,
};

/** A line for each, immediately: missing answers show which one blocks. */
async function answer(question: string): Promise<void> {
  const [reader = "", path = ""] = question.split("=");
  try {
    console.log(JSON.stringify({ question, found: await readers[reader]?.(path) }));
  } catch (error) {
    console.log(JSON.stringify({ question, error: (error as Error).message }));
  }
}

if (require.main === module)
  void (async () => {
    for (const question of process.argv.slice(2)) await answer(question);
  })();
