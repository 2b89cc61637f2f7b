// A CEL validation rule of a CustomResourceDefinition, with helpers to write it.
/** One of `x-kubernetes-validations`; `self` is the object that it validates. */
export interface Rule {
  rule: string;
  message: string;
}

export const optional = (...names: string[]) => names.map((name) => `!has(self.${name})`).join(" || ");

/** Applies the rule only if all the properties are set. */
export const given = (names: string[], rule: string, message: string): Rule => ({
  rule: `${optional(...names)} || ${rule}`,
  message,
});

/** A property name in CEL, whose reserved words are escaped with underscores. */
export function field(name: string): string {
  return ["function", "namespace", "import", "package", "in"].includes(name) ? `__${name}__` : name;
}
