// A tree of Go source and a build cache of its own for a suite, which the ko builder uses as in a new process.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Build } from "../../provider/src/build/builder";
import { lastTarget } from "../environment/stack";
import { goCache, quickKo } from "./ko";
import { type Registry, serveRegistry } from "./registry";

export interface Tree {
  registry: Registry;
  /** Of the files. */
  root: string;
  write(name: string, text: string): void;
  buildOf(name: string, changes?: Partial<Build>): Build;
  /** References by digest; `builds` are the packages that ko was run for. */
  ask(kind: "resolve" | "push", ...builds: Build[]): Promise<(string | Error)[]>;
  builds: string[];
}

/** Registers the hooks of the suite. Environment variables are set for one test only. */
export function treeOf(files: Record<string, string>): Tree {
  const saved = { ...process.env };
  let home = "";
  const tree: Tree = {
    root: "",
    registry: undefined as unknown as Registry,
    builds: [],
    write: (name, text) => {
      mkdirSync(dirname(join(tree.root, name)), { recursive: true });
      writeFileSync(join(tree.root, name), text);
    },
    buildOf: (name, changes = {}) => ({
      name,
      directory: join(tree.root, name),
      package: ".",
      goFlags: [],
      ldflags: [],
      env: {},
      platforms: ["linux/amd64"],
      sbom: "none",
      repository: `${tree.registry.host}/acme/${name}`,
      baseImage: tree.registry.base,
      login: undefined,
      ...changes,
    }),
    ask: (kind, ...asked) => {
      for (const id of Object.keys(require.cache)) if (id.includes("/provider/src/")) delete require.cache[id];
      const { ko } = require("../../provider/src/build/ko/ko") as typeof import("../../provider/src/build/ko/ko");
      tree.builds.length = 0;
      const say = (line: string) =>
        void (line.startsWith("Building") && tree.builds.push(line.split(" ")[1] as string));
      const one = (build: Build) =>
        kind === "resolve" ? ko.resolve(build, say) : ko.push(build, say, () => Promise.resolve(false));
      return Promise.all(asked.map((build) => one(build).catch((error: Error) => error)));
    },
  };

  before(async () => {
    tree.registry = await serveRegistry();
  });
  after(() => tree.registry?.close());
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "tree-")));
    tree.root = join(home, "shop");
    mkdirSync(join(home, "bin"));
    writeFileSync(join(home, "bin", "ko"), quickKo, { mode: 0o755 });
    const PATH = [join(home, "bin"), process.env.PATH].join(delimiter);
    Object.assign(process.env, { GOCACHE: goCache(), XDG_CACHE_HOME: join(home, "cache"), PATH });
    for (const [name, text] of Object.entries(files)) tree.write(name, text);
  });
  afterEach(() => {
    process.env = { ...saved };
    rmSync(home, { recursive: true });
  });
  return tree;
}

/** For tests in which ko links. */
export function withRealKo(): void {
  const [, ...others] = (process.env.PATH ?? "").split(delimiter);
  process.env.PATH = [lastTarget()?.tools.path, ...others].filter(Boolean).join(delimiter);
}
