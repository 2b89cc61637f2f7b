// CEL conditions of refinements. The generated CRD of Function objects uses them, so the API server checks the same rules.

/** A CEL condition on the value with the given name. */
export type Cel = (value: string) => string;

/** Goes next to the error of a refinement. Refinements without CEL are checked only by the component and the controller. */
export const inCel = (cel: Cel) => ({ params: { cel } });

/** A CEL string; a raw one where possible, so that patterns stay readable. */
export function celText(content: string): string {
  return /['\n]/.test(content) ? JSON.stringify(content) : `${content.includes("\\") ? "r" : ""}'${content}'`;
}

export const matching = (pattern: string) => inCel((value) => `${value}.matches(${celText(pattern)})`);

export function noneOf(reserved: (string | number)[]) {
  const all = reserved.map((one) => (typeof one === "number" ? one : celText(one)));
  return inCel((value) => `!(${value} in [${all.join(", ")}])`);
}
