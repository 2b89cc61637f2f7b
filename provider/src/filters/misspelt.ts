// Detects filter attributes that are probably misspelt: one letter away from a standard attribute. Pure.
import { nearest } from "../input/nearest";
import { below } from "./cesql/cesqlCheck";
import { type Expression, parse } from "./cesql/cesqlParser";

/** The attributes of CloudEvents 1.0. */
const standard = ["type", "source", "subject", "id", "specversion", "time", "datacontenttype", "dataschema"];

/** The standard attribute that was probably meant. Names that differ more are extensions. */
export function meantAttribute(name: string): string | undefined {
  if (standard.includes(name)) return undefined;
  const near = standard.filter(({ length }) => Math.abs(length - name.length) <= 1);
  return nearest(name, near);
}

/** The attributes in a CESQL expression. */
export const attributesIn = (text: string): string[] => [...new Set(namesIn(parse(text)))];

function namesIn(expression: Expression): string[] {
  const { kind } = expression;
  return kind === "attribute" || kind === "exists" ? [expression.name] : below(expression).flatMap(namesIn);
}
