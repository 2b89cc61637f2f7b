// Zod schemas to what a CustomResourceDefinition takes: a structural schema, with conditions in CEL for what that can't say.
import type { z } from "zod";
import { isShape } from "../src/input/face";
import { field, type Rule } from "./cel/rule";
import { rulesAt } from "./cel/rules";
import { type Condition, checked, type Json } from "./cel/values";
import { joined } from "./groups";
import { definition, type Property, properties, typeName, unwrapped } from "./shape";

/** Where a schema stands: its path as in the reference, the types around it, and how many of it there can be. */
export interface Place {
  path: string;
  above: string[];
  times: number;
}

/** A schema that holds itself is written out this often; a structural schema has no references. */
const deepest = 2;

/** How many entries a list or map has at most, as what the checks of its entries cost must be known: by path, and else. */
const most: Record<string, number> = { env: 256, envValueFrom: 256, "pod.sidecars": 16, "pod.initContainers": 16 };
const mostValues = 64;
const mostObjects = 32;
const mostInside = 16;

/** Longest text that is checked, in characters, where the schema names no shorter one: by path, and else. */
const longest: Record<string, number> = { image: 512, "triggers.cron.NAME.data": 32768 };
const usualLongest = 320;

/** A pattern has words of its own where there can be this many values; a deeper one speaks for itself. */
const mostWithWords = 256;
/** What no pattern can say is left to the controller where there can be more. */
const mostChecked = 4096;

export class Structural {
  /** What no condition says, as `path: words`. */
  readonly unsaid: string[] = [];
  /** Which paths were left out. */
  readonly left: string[] = [];

  /** `reworded` takes out of a description what is said of the component alone. */
  constructor(
    private readonly omitted: Record<string, string>,
    private readonly reworded: (description: string) => string,
  ) {}

  of(schema: z.ZodType, place: Place): Json {
    const { type, entries, format } = definition(schema);
    switch (type) {
      case "boolean":
        return { type, ...validations(rulesAt(place.path)) };
      case "enum":
        return { type: "string", enum: Object.keys(entries) };
      case "string":
        return this.scalar(schema, "string", place);
      case "number":
        return this.scalar(schema, format === "safeint" ? "integer" : "number", place);
      case "array":
        return this.list(schema, place);
      case "record":
        return this.map(schema, place);
      case "object":
        return this.object(schema, place);
      default:
        throw new Error(`${place.path}: a cluster's schema has no place for a ${type}`);
    }
  }

  private scalar(schema: z.ZodType, type: string, place: Place): Json {
    const { bounds } = checked(schema);
    const own = this.conditions(schema, place).map(({ say, message }) => ({ rule: say("self"), message }));
    const rules = [...own, ...rulesAt(place.path)];
    const limit = longest[place.path] ?? (rules.length > 0 ? usualLongest : undefined);
    const maxLength = Math.min(limit ?? Infinity, (bounds.maxLength as number | undefined) ?? Infinity);
    const bounded = type === "string" && maxLength !== Infinity ? { maxLength } : {};
    return { type, ...bounds, ...bounded, ...validations(rules) };
  }

  /** Those that can be asked of so many values. */
  private conditions(schema: z.ZodType, { path, times }: Place): Condition[] {
    const { conditions, unsaid } = checked(schema);
    const asked = conditions.filter(({ isPattern }) => times <= (isPattern ? mostWithWords : mostChecked));
    const lost = conditions.filter((one) => !one.isPattern && !asked.includes(one)).map(({ message }) => message);
    this.unsaid.push(...[...unsaid, ...lost].map((words) => `${path}: ${words}`));
    return asked;
  }

  private list(schema: z.ZodType, place: Place): Json {
    const element = unwrapped(definition(schema).element);
    const limit = boundOf(element, place);
    const items = this.of(element, within(place, "[]", limit));
    const rules = rulesAt(place.path);
    const bounded = hasRules(items) || rules.length > 0 ? { maxItems: limit } : {};
    return { type: "array", ...bounded, ...checked(schema).bounds, items, ...validations(rules) };
  }

  private map(schema: z.ZodType, place: Place): Json {
    const { keyType, valueType } = definition(schema);
    const value = unwrapped(valueType);
    const limit = boundOf(value, place);
    const values = this.of(value, within(place, ".NAME", limit));
    const named = this.conditions(keyType, { ...place, times: place.times * limit });
    const keys = named.map(({ say, message }) => ({ rule: `self.all(key, ${say("key")})`, message }));
    const rules = [...keys, ...rulesAt(place.path)];
    const bounded = hasRules(values) || rules.length > 0 ? { maxProperties: limit } : {};
    return { type: "object", ...bounded, additionalProperties: values, ...validations(rules) };
  }

  private object(schema: z.ZodType, place: Place): Json {
    const { path, above } = place;
    const type = path === "" ? "Function" : typeName(schema);
    if (above.filter((one) => one === type).length === deepest)
      return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const kept = properties(schema).filter(([name]) => this.keeps(joined(path, name)));
    const inside = { ...place, above: [...above, type] };
    const fields = kept.map(([name, one]) => [name, this.property(name, one, inside)]);
    const required = kept.filter(([, { optional }]) => !optional).map(([name]) => name);
    const exclusive = (schema.meta()?.oneOf ?? []).filter((name) => kept.some(([one]) => one === name));
    return {
      type: "object",
      properties: Object.fromEntries(fields),
      ...(required.length === 0 ? {} : { required }),
      ...validations([...oneOf(exclusive), ...rulesAt(type), ...rulesAt(path)]),
    };
  }

  private property(name: string, { schema, description }: Property, place: Place): Json {
    return {
      description: this.reworded(description),
      ...this.of(schema, { ...place, path: joined(place.path, name) }),
    };
  }

  private keeps(path: string): boolean {
    const isLeft = path in this.omitted;
    if (isLeft) this.left.push(path);
    return !isLeft;
  }
}

function within({ path, above, times }: Place, suffix: string, limit: number): Place {
  return { path: `${path}${suffix}`, above, times: times * limit };
}

/** "Exactly one of", as one condition. */
function oneOf(names: string[]): Rule[] {
  if (names.length === 0) return [];
  const count = names.map((name) => `(has(self.${field(name)}) ? 1 : 0)`).join(" + ");
  return [{ rule: `${count} == 1`, message: `expected exactly one of ${names.join(", ")}; set one of them` }];
}

function validations(rules: Rule[]): Json {
  return rules.length === 0 ? {} : { "x-kubernetes-validations": rules };
}

function hasRules(schema: unknown): boolean {
  if (schema === null || typeof schema !== "object") return false;
  return "x-kubernetes-validations" in schema || Object.values(schema).some(hasRules);
}

function boundOf(entry: z.ZodType, { path, times }: Place): number {
  return most[path] ?? (times > 1 ? mostInside : isShape(entry) ? mostObjects : mostValues);
}
