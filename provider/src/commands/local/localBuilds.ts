// The builds of a local function: what its program is built from, what changed there, and the newest program.
import { join } from "node:path";
import type { Build } from "../../build/builder";
import { withSourceVersion } from "../../build/go/sourceVersion";
import { goBuild } from "./goBuild";
import { buildOf, type LocalOptions } from "./localSource";
import { type LocalTarget, roughTarget, targetOf } from "./localTarget";
import { matters, type Outline, outlineOf, outlines } from "./outline";
import { SourceWatch } from "./sourceWatch";

/** Editors save a file in several steps. */
const debounceMilliseconds = 15;

/** Listed again if a file changed meanwhile, but not forever. */
const mostListings = 5;

/** The program's file, or Go's words if there is none. */
export type Built = { file: string; data?: string | undefined } | { problem: string };

export class LocalBuilds {
  /** Whether the source changed since the last build. */
  isDue = true;
  private goBuild: Build;
  private readonly watch: SourceWatch;
  /** What the newest program is built from; undefined if the packages must be listed first. */
  private target: LocalTarget | undefined;
  /** What is watched. */
  private followed: LocalTarget;
  private known = new Map<string, Outline>();
  private readonly touched = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private count = 0;
  private events = 0;

  constructor(
    private readonly options: LocalOptions,
    private readonly changed: () => void,
  ) {
    this.goBuild = buildOf(options);
    this.followed = roughTarget(this.goBuild);
    this.watch = new SourceWatch(
      (path) => this.noticed(path),
      (error) => options.say(error.message),
    );
  }

  /** Undefined if the signal ended it. */
  async build(directory: string, signal: AbortSignal): Promise<Built | undefined> {
    this.isDue = false;
    const isFresh = this.target === undefined;
    try {
      this.target ??= await this.listed();
    } catch (error) {
      return this.without((error as Error).message);
    }
    const file = join(directory, `program-${++this.count}`);
    const problem = await goBuild(this.goBuild, this.target, file, signal);
    if (problem === undefined) return this.undone();
    if (problem === "") return { file, data: this.target.data };
    if (isFresh || !isOfGenerated(problem)) return { problem };
    // The handler is another one than the generated program expects.
    this.target = undefined;
    return this.build(directory, signal);
  }

  close(): void {
    clearTimeout(this.timer);
    this.watch.close();
  }

  private undone(): undefined {
    this.isDue = true;
  }

  private async listed(): Promise<LocalTarget> {
    if (this.known.size === 0) this.follow(this.followed);
    const given = buildOf(this.options);
    this.goBuild = { ...given, ldflags: await withSourceVersion(given.ldflags, given.directory) };
    for (let attempt = 1; ; attempt++) {
      const before = this.events;
      const target = await targetOf(this.goBuild);
      this.follow(target);
      if (before === this.events || attempt === mostListings) return target;
    }
  }

  private without(problem: string): Built {
    const rough = roughTarget(this.goBuild);
    const { directories, modules, embedding } = this.followed;
    this.follow({
      ...rough,
      directories: distinct(directories, rough.directories),
      modules: distinct(modules, rough.modules),
      embedding,
    });
    return { problem };
  }

  /** Watches first and reads then, so that no change is missed in between. */
  private follow(target: LocalTarget): void {
    this.followed = target;
    this.watch.follow(distinct(target.directories, target.modules, target.embedding));
    this.known = outlines(target);
  }

  private noticed(path: string): void {
    if (!matters(path, this.followed) && !this.isFollowed(path)) return;
    this.events++;
    this.touched.add(path);
    this.timer ??= setTimeout(() => this.compare(), debounceMilliseconds);
  }

  private isFollowed(path: string): boolean {
    const { directories, modules, embedding } = this.followed;
    return [directories, modules, embedding].some((paths) => paths.includes(path));
  }

  /** Ignores what was saved without a change. */
  private compare(): void {
    this.timer = undefined;
    const paths = [...this.touched];
    this.touched.clear();
    const changes = paths.filter((path) => this.differs(path));
    if (changes.length === 0) return;
    this.isDue = true;
    this.changed();
  }

  private differs(path: string): boolean {
    const known = this.known.get(path);
    const now = outlineOf(path);
    if (now.content === known?.content) return false;
    this.known.set(path, now);
    if (now.outline !== known?.outline) this.target = undefined;
    return true;
  }
}

const distinct = (...paths: string[][]) => [...new Set(paths.flat())];

/** Go reports it at the program around the handler, or at the package clause that it does not expect. */
const isOfGenerated = (problem: string) => /knative-faas-main/.test(problem);
