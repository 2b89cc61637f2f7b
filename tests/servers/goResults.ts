// Reads the output of `go test -json` line by line: a result for each test as soon as it is available.

interface Event {
  Action: string;
  /** An import path. */
  Package?: string;
  /** Subtests have their names after slashes. */
  Test?: string;
  Output?: string;
}

export interface Result {
  action: "pass" | "fail" | "skip" | "did not run";
  /** The test's own lines, and those of its failed subtests. */
  output: string;
}

const module = "knative-faas.dev/programs/";

/** Instead of the name of a test: the end of its package. */
export const wholePackage = "as a whole";

export class GoResults {
  /** The lines of each test and subtest, by `package Test/subtest`. */
  private readonly lines = new Map<string, string[]>();
  private readonly failed = new Set<string>();
  private readonly results = new Map<string, Result>();
  private readonly awaited = new Map<string, (result: Result) => void>();
  /** Output outside of tests: the compiler's, or that of a package that ends in a panic. */
  private readonly rest: string[] = [];
  private unheard: Result | undefined;

  /** The result of a test, once there is one; `name` is the package's directory. */
  of(name: string, test: string): Promise<Result> {
    const key = `${name} ${test}`;
    const result = this.results.get(key) ?? this.unheard;
    if (result !== undefined) return Promise.resolve(result);
    return new Promise((resolve) => this.awaited.set(key, resolve));
  }

  readonly read = (line: string): void => {
    const event = parse(line);
    if (event === undefined) this.rest.push(`${line}\n`);
    else if (event.Test === undefined) this.readPackage(event);
    else this.readTest(event, `${event.Package?.replace(module, "")} ${event.Test}`);
  };

  /** Go has finished: a test without a result will not get one. */
  end(): void {
    this.unheard = { action: "did not run", output: this.rest.join("") };
    for (const tell of this.awaited.values()) tell(this.unheard);
  }

  /** A package fails by itself if it panics outside its tests, or in its TestMain. */
  private readPackage({ Action: action, Package, Output }: Event): void {
    this.rest.push(Output ?? "");
    if (action === "pass" || action === "fail")
      this.tell(`${Package?.replace(module, "")} ${wholePackage}`, action, this.rest.join(""));
  }

  private tell(key: string, action: Result["action"], output: string): void {
    const result = { action, output };
    this.results.set(key, result);
    this.awaited.get(key)?.(result);
    this.awaited.delete(key);
  }

  private readTest({ Action: action, Test: test, Output }: Event, key: string): void {
    if (action === "output") this.lines.set(key, [...(this.lines.get(key) ?? []), Output ?? ""]);
    if (action === "fail") this.failed.add(key);
    if (test?.includes("/") || (action !== "pass" && action !== "fail" && action !== "skip")) return;
    this.tell(key, action, this.outputOf(key));
  }

  private outputOf(key: string): string {
    const told = [...this.lines].filter(([one]) => one === key || (one.startsWith(`${key}/`) && this.failed.has(one)));
    return told.flatMap(([, lines]) => lines).join("");
  }
}

/** Undefined for anything else: Go's own messages are mixed with the events. */
function parse(line: string): Event | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
