// What a refinement requires, in CEL: the generated definition of Function objects has it as a condition of the API server's own.

/** A condition in CEL on the value of the given name. */
export type Cel = (value: string) => string;

/** Beside the error of a refinement. One without it is checked by the component and the controller alone. */
export const inCel = (cel: Cel) => ({ params: { cel } });

/** A string of CEL; a raw one where possible, so that patterns stay readable. */
export function celText(content: string): string {
  return /['\n]/.test(content) ? JSON.stringify(content) : `${content.includes("\\") ? "r" : ""}'${content}'`;
}

export const matching = (pattern: string) => inCel((value) => `${value}.matches(${celText(pattern)})`);

export function noneOf(reserved: (string | number)[]) {
  const all = reserved.map((one) => (typeof one === "number" ? one : celText(one)));
  return inCel((value) => `!(${value} in [${all.join(", ")}])`);
}
