// Checks a component's arguments: all that is known at once, each Output as soon as it is known.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { explain } from "./explain";
import { InvalidArgs, type Problem } from "./problems";

/** A rule over several properties. Properties that are not known yet are missing from `known`; `given` has them all. */
export type Rule<T> = (known: T, given: (path: string) => boolean) => Problem[];

interface Leaf {
  path: string[];
  value: pulumi.Input<unknown>;
}

/** Stands for a leaf whose value is not known yet: present, so that "required" holds, and skipped by every check. */
const pending = Symbol("pending");

/**
 * Throws InvalidArgs with every mistake that can be told now. Returns the same arguments, in which each Output is checked
 * as soon as its value is known: what uses a bad one is never registered.
 */
export function validate<S extends z.ZodObject, A extends object>(
  component: string,
  schema: S,
  args: A,
  rules: Rule<z.infer<S>>[] = [],
): A {
  const leaves = findLeaves(args, []);
  const resolved = new Map<Leaf, unknown>();
  const secrets = new Set<string>();
  const check = () => {
    const values = copy(args);
    for (const leaf of leaves) put(values, leaf.path, resolved.has(leaf) ? resolved.get(leaf) : pending);
    const problems = findProblems(schema, values, rules, (path) => secrets.has(path));
    if (problems.length > 0) throw new InvalidArgs(component, problems);
  };
  check();
  const checkLeaf = (leaf: Leaf) =>
    pulumi.all([leaf.value, isSecret(leaf.value)]).apply(([value, secret]) => {
      if (secret) secrets.add(leaf.path.join("."));
      resolved.set(leaf, value);
      check();
      return value;
    });
  return replaceLeaves(args, new Map(leaves.map((leaf) => [leaf.value, checkLeaf(leaf)]))) as A;
}

function replaceLeaves(value: unknown, checked: Map<unknown, pulumi.Output<unknown>>): unknown {
  const replacement = checked.get(value);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(value)) return value.map((inner) => replaceLeaves(inner, checked));
  if (value === null || typeof value !== "object") return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, replaceLeaves(inner, checked)]));
}

function findProblems<S extends z.ZodObject>(
  schema: S,
  values: unknown,
  rules: Rule<z.infer<S>>[],
  isSecretPath: (path: string) => boolean,
): Problem[] {
  const result = schema.safeParse(values);
  const issues = result.success ? [] : result.error.issues.filter((issue) => valueAt(values, issue.path) !== pending);
  const problems = issues.flatMap((issue) => explain(issue, schema, values, isSecretPath));
  const known = withoutPending(values) as z.infer<S>;
  const broken = new Set(problems.map((problem) => problem.propertyPath));
  const given = (path: string) => valueAt(values, path.split(".")) !== undefined;
  const ruled = problems.some((problem) => !problem.propertyPath)
    ? []
    : rules.flatMap((rule) => safely(rule, known, given));
  return [...problems, ...ruled.filter((problem) => !broken.has(problem.propertyPath))];
}

/** A rule sees values of any type when the schema found mistakes too; what it can't make sense of is already told. */
function safely<T>(rule: Rule<T>, known: T, given: (path: string) => boolean): Problem[] {
  try {
    return rule(known, given);
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

function findLeaves(value: unknown, path: string[]): Leaf[] {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return [{ path, value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => findLeaves(inner, [...path, key]));
}

async function isSecret(value: unknown): Promise<boolean> {
  return pulumi.Output.isInstance(value) ? pulumi.isSecret(value) : false;
}

function copy(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return pending;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(copy);
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, copy(inner)]));
}

function put(root: unknown, path: string[], value: unknown): void {
  const owner = valueAt(root, path.slice(0, -1)) as Record<string, unknown>;
  const key = path[path.length - 1] as string;
  if (value === undefined) delete owner[key];
  else owner[key] = value;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((owner, key) => (owner as Record<PropertyKey, unknown> | undefined)?.[key], root);
}

function withoutPending(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.filter((inner) => inner !== pending).map(withoutPending);
  const known = Object.entries(value).filter(([, inner]) => inner !== pending);
  return Object.fromEntries(known.map(([key, inner]) => [key, withoutPending(inner)]));
}
