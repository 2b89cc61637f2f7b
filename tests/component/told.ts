// What a program logs about a cluster with some objects.
import assert from "node:assert/strict";
import { InvalidArgs } from "../../provider/src/input/problems";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, type RenderOptions, render, type State, withState } from "./harness";

/** The messages of a preview, and its refusals, if the cluster has these objects. */
export type More = RenderOptions & { state?: State };

export async function told(program: () => unknown, objects: FakeObject[] = [], more: More = {}): Promise<string[]> {
  const { state = {}, ...options } = more;
  const logs: LogMessage[] = [];
  const work = ({ config }: { config: Record<string, string> }) =>
    render(program, { ...withState(state), config, preview: true, logs, ...options }).then(
      () => [],
      (error) => {
        assert.ok(error instanceof InvalidArgs, String(error));
        return error.problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
      },
    );
  const refused = await withCluster(() => objects, work);
  return [...refused, ...logs.filter(({ severity }) => severity === "warning").map(({ message }) => message)];
}
