// The messages from a spec file's process to the run.

/** How one case ended. */
export interface Outcome {
  /** With the titles of the enclosing suites. */
  title: string;
  state: "passed" | "failed" | "skipped";
  seconds: number;
  /** What failed, and the state of the namespaces at that moment. */
  failure?: string;
  /** The case was reported before: it failed after its end, or once more. */
  isCorrection?: boolean;
}

export type Message =
  | { kind: "output"; text: string }
  | { kind: "outcome"; outcome: Outcome }
  /** The task created this namespace, or is about to. */
  | { kind: "namespace"; name: string }
  /** The file has ended, with the processor time of its process and of everything that it started and waited for. */
  | { kind: "end"; processorSeconds: number };

/** What a process is to run. */
export interface Order {
  file: string;
  /** Cases with one of these words in their title; empty means all. */
  words: string[];
  /** Cases with exactly these titles. */
  titles?: string[];
}

/** Instead of an order: there is nothing more to run. */
export type Leave = "leave";
