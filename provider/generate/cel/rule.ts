// One condition of a CustomResourceDefinition in CEL, and the ways in which most of them are written.
/** One of `x-kubernetes-validations`; the object that it stands at is `self`. */
export interface Rule {
  rule: string;
  message: string;
}

export const optional = (...names: string[]) => names.map((name) => `!has(self.${name})`).join(" || ");

/** Holds where one of the properties is not given. */
export const given = (names: string[], rule: string, message: string): Rule => ({
  rule: `${optional(...names)} || ${rule}`,
  message,
});

/** A property; words of CEL itself are written with underscores. */
export function field(name: string): string {
  return ["function", "namespace", "import", "package", "in"].includes(name) ? `__${name}__` : name;
}
