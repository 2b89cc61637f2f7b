// Warns about filters: attributes that are one letter away from a standard one.
import * as pulumi from "@pulumi/pulumi";
import { attributesIn, meantAttribute } from "../filters/misspelt";
import type { EventFilterArgs } from "./eventArgs.gen";
import type { Doubt } from "./kinds/kind";
import { isInSamples } from "./programBrokers";

/** By the path of each attribute; an Output is not inspected. */
export function filterDoubts(all: EventFilterArgs[] | undefined, path: string): Doubt[] {
  return Array.isArray(all) ? all.flatMap((one, index) => ofOne(one, `${path}[${index}]`)) : [];
}

function ofOne(filter: EventFilterArgs, path: string): Doubt[] {
  const { all, any, not, cesql, ...dialects } = filter;
  const named = Object.entries(dialects).flatMap(([dialect, attributes]) =>
    namesOf(attributes).map((name) => ({ property: `${path}.${dialect}.${name}`, doubt: doubtOf([name]) })),
  );
  return [
    ...named,
    ...(cesql === undefined ? [] : [{ property: `${path}.cesql`, doubt: ofExpression(cesql) }]),
    ...filterDoubts(all, `${path}.all`),
    ...filterDoubts(any, `${path}.any`),
    ...(not === undefined ? [] : ofOne(not, `${path}.not`)),
  ];
}

function namesOf(attributes: unknown): string[] {
  const isPlain = typeof attributes === "object" && attributes !== null && !pulumi.Output.isInstance(attributes);
  return isPlain ? Object.keys(attributes) : [];
}

const ofExpression = (cesql: pulumi.Input<string>) =>
  pulumi.output(cesql).apply((text) => doubtOf(attributesIn(text)) as Promise<string>);

/** Attributes of a sample are intended. Waits, because a broker may come after the function in the program. */
async function doubtOf(names: string[]): Promise<string | undefined> {
  await new Promise(setImmediate);
  const [first] = names
    .filter((name) => !isInSamples(name))
    .flatMap((name) => {
      const meant = meantAttribute(name);
      return meant === undefined ? [] : [`${name} is not a standard attribute of an event; did you mean \`${meant}\`?`];
    });
  return first;
}
