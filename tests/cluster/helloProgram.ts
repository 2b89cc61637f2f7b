// A program with the quickstart's function in its own namespace; tests of a function's life change its arguments and source.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { TestCluster } from "./cluster";

export const helloSource = join(repository, "examples", "quickstart", "hello");

export interface Hello {
  url: string;
  image: string;
  digest: string;
  revision: string;
}

const file = join("hello", "main.go");

export class HelloProgram extends Program {
  readonly cluster: TestCluster;

  /** `name` is the name of the project and the namespace. */
  constructor(target: StackTarget, name: string) {
    super(target, name);
    this.cluster = new TestCluster(target);
    cpSync(helloSource, join(this.directory, "hello"), { recursive: true });
  }

  async start(): Promise<void> {
    await this.cluster.namespace(this.name);
    this.set();
    await this.init();
  }

  async end(): Promise<void> {
    await this.removeBefore(this.name);
    await this.cluster.removeNamespace(this.name);
  }

  /** The function under test; a case overrides what it names. */
  set(changes: object = {}): void {
    // A Pod may take as long to end as a request.
    const quick = { scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 5 } };
    const properties = {
      ...{ namespace: this.name, source: { directory: "hello" }, env: { NAME: "World" } },
      ...quick,
      ...changes,
    };
    const names = ["url", "image", "digest", "revision"];
    const outputs = Object.fromEntries(names.map((name) => [name, `\${hello.${name}}`]));
    this.writeYaml({ hello: { type: "knative-faas:Function", properties } }, outputs);
  }

  /** Runs `work` with changed source, then restores it. */
  async withSource<T>(change: (source: string) => string, work: () => Promise<T>): Promise<T> {
    const source = this.read(file);
    this.write(file, change(source));
    try {
      return await work();
    } finally {
      this.write(file, source);
    }
  }

  /** Services, revisions and Secrets of the namespace. */
  async objects() {
    const kinds = ["KnativeService", "Revision", "Secret"] as const;
    return (await Promise.all(kinds.map((kind) => this.cluster.list(kind, this.name)))).flat();
  }
}
