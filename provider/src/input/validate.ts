// Checks a component's arguments: known values immediately, each Output as soon as it is known.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { asOutput, delayed, isLater, knownOf, type Value } from "../pulumi/value";
import { characterProblems } from "./characters";
import { explain, isKeptSecret, isPlain } from "./explain";
import { ownValue } from "./given";
import { coerce } from "./meant";
import { nestingProblem } from "./nesting";
import { oneOfProblems } from "./oneOf";
import { pending, withoutPending } from "./pending";
import { InvalidArgs, type Problem, written } from "./problems";
import { wholeResources } from "./wholeResources";

/**
 * A rule over several properties. `known` contains neither unknown nor secret values, so a rule may
 * show what it sees; `names` lists the keys that are set, at the top or at a property path. The problems of a rule that
 * reads an unknown value are dropped until the value is known.
 */
export type Rule<T> = (known: T, names: (map?: string) => string[]) => Problem[];

interface Leaf {
  path: string[];
  value: Value<unknown>;
  /** Set as soon as the value is known. */
  found?: { value: unknown; secret: boolean };
}

/**
 * Throws InvalidArgs with every mistake that can be found now. Returns the same arguments, with each Output checked
 * as soon as its value is known: nothing that uses a bad one is ever registered.
 */
export function validate<S extends z.ZodObject, A extends object>(
  component: string,
  schema: S,
  given: A,
  rules: Rule<z.infer<S>>[] = [],
): A {
  const deep = nestingProblem(given);
  if (deep !== undefined) throw new InvalidArgs(component, [deep]);
  const whole = wholeResources(given);
  if (whole.length > 0) throw new InvalidArgs(component, whole);
  const args = coerce(schema, given);
  const leaves = findLeaves(args, []);
  const check = () => {
    const problems = findProblems(schema, args, leaves, rules);
    if (problems.length > 0) throw new InvalidArgs(component, problems);
  };
  check();
  const checkSoon = once(check);
  const checkLeaf = (leaf: Leaf) =>
    asOutput(leaf.value).apply(async (value) => {
      leaf.found = { value, secret: await isSecret(leaf.value) };
      await checkSoon();
      return value;
    });
  return replaceLeaves(args, new Map(leaves.map((leaf) => [leaf.value, checkLeaf(leaf)]))) as A;
}

/** Outputs that become known at the same moment are checked together. */
function once(check: () => void): () => Promise<void> {
  let pending: Promise<void> | undefined;
  return () => {
    pending ??= Promise.resolve().then(() => {
      pending = undefined;
      check();
    });
    return pending;
  };
}

/**
 * During an update, a value that resolves only after every Output of the arguments has been checked, so that nothing is applied from
 * bad ones. A preview gets it immediately, because it applies nothing.
 */
export function afterChecks<T>(args: object, value: Value<T>): Value<T> {
  if (pulumi.runtime.isDryRun() || findLeaves(args, []).length === 0) return value;
  // A promise, so that it adds no dependencies on the arguments' resources: previews, and so plans, would not have them.
  const proved = knownOf(pulumi.output(args)).then(() => undefined);
  return pulumi.unsecret(asOutput(delayed(value, proved)));
}

/** The property paths whose values are not known yet, as in a preview. */
export async function unknownLeaves(args: object): Promise<string[]> {
  const leaves = findLeaves(args, []);
  const known = await Promise.all(leaves.map(async ({ value }) => (await knownOf(pulumi.output(value))) !== undefined));
  return leaves.filter((_, index) => !known[index]).map(({ path }) => written(path.join(".")));
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
  args: object,
  leaves: Leaf[],
  rules: Rule<z.infer<S>>[],
): Problem[] {
  const values = filled(args, leaves);
  const deep = nestingProblem(values);
  if (deep !== undefined) return [deep];
  const whole = wholeResources(values);
  if (whole.length > 0) return whole;
  const misplaced = [...outputsInPlaceOfShape(schema, leaves), ...secretsInClear(schema, leaves)];
  const wrong = [...mistakes(schema, values, secretPaths(leaves)), ...oneOfProblems(schema, values)];
  const reported = [...misplaced, ...wrong.filter(({ propertyPath }) => !isBelow(propertyPath, misplaced))];
  const odd = characterProblems(values, (path) => isKeptSecret(schema, path));
  const problems = [...reported, ...odd.filter(({ propertyPath }) => !isBelow(propertyPath, reported))];
  const open = leaves.filter((leaf) => leaf.found?.secret !== true);
  const visible = filled(args, open);
  for (const { path } of leaves.filter((leaf) => leaf.found?.secret === true && isKeptSecret(schema, leaf.path)))
    put(visible, path, undefined);
  const broken = new Set(problems.map((problem) => problem.propertyPath));
  const ruled = ruleProblems(rules, visible, namesIn(values));
  return [...problems, ...ruled.filter(({ propertyPath }) => !broken.has(propertyPath))];
}

/** A value that is not allowed at a place is one mistake, whatever it contains. */
function isBelow(path: string, problems: Problem[]): boolean {
  const inner = written(path);
  const outer = problems.map(({ propertyPath }) => written(propertyPath));
  return outer.some((one) => inner === one || inner.startsWith(`${one}.`) || inner.startsWith(`${one}[`));
}

/** The keys at a property path, or at the top. */
export function namesIn(values: unknown): (map?: string) => string[] {
  return (map) => keys(valueAt(values, map?.split(".") ?? []));
}

function keys(value: unknown): string[] {
  return typeof value === "object" ? Object.keys(value ?? {}) : [];
}

/** Properties that decide which resources exist must be known when those are created. */
function outputsInPlaceOfShape(schema: z.ZodType, leaves: Leaf[]): Problem[] {
  const misplaced = leaves.filter((leaf) => isPlain(schema, leaf.path));
  const reason =
    "must be a plain value, not an Output, a secret or a whole resource: it decides which resources exist or what is built";
  return misplaced.map((leaf) => ({ propertyPath: leaf.path.join("."), reason }));
}

function secretsInClear(schema: z.ZodObject, leaves: Leaf[]): Problem[] {
  const shown = leaves.filter((leaf) => leaf.found?.secret === true && !isKeptSecret(schema, leaf.path));
  return shown.map(({ path }) => {
    const [owner = ""] = path;
    const way =
      "secrets" in schema.shape && movable.includes(owner) ? "pass it through secrets or secretFiles, or " : "";
    const reason = `is secret but would be stored in plain text in the cluster; ${way}unsecret it if anyone may read it`;
    return { propertyPath: path.join("."), reason };
  });
}

/** Properties of a function whose values its program can read from a Secret as well. */
const movable = ["env", "volumes"];

function mistakes(schema: z.ZodType, values: unknown, isSecretPath: (path: string) => boolean): Problem[] {
  const issues = schema.safeParse(values).error?.issues ?? [];
  // The name in a map is known even if its value is not.
  const known = issues.filter((issue) => issue.code === "invalid_key" || valueAt(values, issue.path) !== pending);
  return known.filter(isReported).flatMap((issue) => explain(issue, schema, values, isSecretPath));
}

/**
 * Reports one mistake per value: a wrong type, or else the first check that fails. The bounds of all integers say less than
 * the property's own, and carry a note. Invalid keys of a map and unknown properties are reported in addition.
 */
function isReported(issue: z.core.$ZodIssue, _index: number, all: z.core.$ZodIssue[]): boolean {
  if (isOfKeys(issue)) return true;
  const path = issue.path.join(".");
  const same = all.filter((other) => !isOfKeys(other) && other.path.join(".") === path);
  const ofType = same.find(({ code }) => code === "invalid_type");
  return issue === (ofType ?? same.find((other) => !("note" in other)) ?? same[0]);
}

const isOfKeys = ({ code }: z.core.$ZodIssue) => code === "invalid_key" || code === "unrecognized_keys";

/** A map that is one secret Output makes each of its values a secret. Credentials are always secret. */
function secretPaths(leaves: Leaf[]): (path: string) => boolean {
  const secrets = leaves.filter((leaf) => leaf.found?.secret).map((leaf) => leaf.path.join("."));
  return (path) => ofLogin.test(path) || secrets.some((secret) => `${path}.`.startsWith(`${secret}.`));
}

const ofLogin = /(^|\.)(registryLogin|password|user|username|token)(\.|$)/;

/** All rules see one copy of the values. */
function ruleProblems<T>(rules: Rule<T>[], values: unknown, names: (map?: string) => string[]): Problem[] {
  let isOpen = false;
  const known = withoutPending(values, () => {
    isOpen = true;
  });
  return rules.flatMap((rule) => {
    isOpen = false;
    const problems = problemsOf(rule, known as T, names);
    return isOpen ? [] : problems;
  });
}

/** A rule sees values of any type if the schema found mistakes too; those it can't handle are already reported. */
function problemsOf<T>(rule: Rule<T>, known: T, names: (map?: string) => string[]): Problem[] {
  try {
    return rule(known, names);
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

function findLeaves(value: unknown, path: string[]): Leaf[] {
  if (isLater(value)) return [{ path, value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => findLeaves(inner, [...path, key]));
}

async function isSecret(value: unknown): Promise<boolean> {
  return pulumi.Output.isInstance(value) ? pulumi.isSecret(value) : false;
}

/** The arguments with every leaf that is known now; the others are pending. */
function filled(args: object, leaves: Leaf[]): unknown {
  const values = copy(args);
  for (const { path, found } of leaves) if (found !== undefined) put(values, path, found.value);
  return values;
}

function copy(value: unknown): unknown {
  if (isLater(value)) return pending;
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
  return path.reduce<unknown>(ownValue, root);
}
