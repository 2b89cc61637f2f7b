// Valid arguments with one unknown value: nothing is wrong with them, whichever value it is.
import assert from "node:assert/strict";
import { unknown } from "@pulumi/pulumi";
import { isPlain } from "../../provider/src/input/explain";
import { type Args, type Component, components, problemsOf, rightArguments, schemaOf } from "../generated/arguments";
import { Chance } from "../generated/chance";

const seed = 1;
const count = 60;

/** The paths of all values except maps and lists. */
function leavesOf(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== "object") return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function replaced(value: unknown, [key = "", ...rest]: string[]): unknown {
  const copy: Args = Array.isArray(value) ? ([...value] as Args) : { ...(value as Args) };
  copy[key] = rest.length === 0 ? unknown : replaced(copy[key], rest);
  return copy;
}

/** The problems with each value in turn unknown. */
function told(component: Component, args: Args): string[] {
  const open = leavesOf(args).filter((path) => !isPlain(schemaOf(component), path));
  return open.flatMap((path) =>
    problemsOf(component, replaced(args, path) as Args).map(
      ({ propertyPath, reason }) => `${path.join(".")} not known: ${propertyPath} ${reason}`,
    ),
  );
}

describe("preview: a value that is not known yet", () => {
  for (const component of components)
    it(`is no mistake in any of ${count} right arguments of ${component}`, () => {
      const all = Array.from({ length: count }, (_, index) =>
        rightArguments(component, new Chance(seed * 1000 + index)),
      );
      assert.deepEqual([...new Set(all.flatMap((args) => told(component, args)))], []);
    });
});
