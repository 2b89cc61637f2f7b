// Finds resources that were passed where one of their outputs is expected.
import * as pulumi from "@pulumi/pulumi";
import { notedOf } from "../pulumi/undeclared";
import { isLater } from "../pulumi/value";
import { type Problem, pathOf } from "./problems";

/** Each of them is one mistake: what the SDK keeps in it says nothing to the user. */
export function wholeResources(value: unknown, path: string[] = []): Problem[] {
  if (value === null || typeof value !== "object" || isLater(value)) return [];
  if (pulumi.Resource.isInstance(value)) return [{ propertyPath: pathOf(path), reason: reasonFor(value) }];
  return Object.entries(value).flatMap(([key, inner]) => wholeResources(inner, [...path, key]));
}

function reasonFor(resource: pulumi.Resource): string {
  const { __name: name, __pulumiType: type } = notedOf(resource);
  const which = name === undefined ? "a resource" : `the resource ${name}${type === undefined ? "" : ` (${type})`}`;
  return `expected a value, got ${which}; pass one of its outputs, such as its name`;
}
