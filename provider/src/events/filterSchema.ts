// Schema of event filters, in all dialects of Knative's triggers.
import { z } from "zod";
import { cesqlProblem } from "../filters/cesql/cesqlCheck";
import { type Problem, show } from "../input/problems";
import type { EventFilterArgs } from "./eventArgs.gen";

const one = "Exactly one of the dialects must be set; all filters in a list must match.";

/** eventing v0.50, pkg/apis/eventing/v1/trigger_validation.go: validAttributeName. */
export const attributeName = z.string().regex(/^[a-z][a-z0-9]*$/, {
  error: "expected the name of a CloudEvents attribute: lower-case letters and digits, starting with a letter",
});

const attributes = (description: string) =>
  z
    .record(attributeName, z.string().min(1))
    .refine((values) => Object.keys(values).length > 0, {
      error: "expected at least one attribute, got none; leave it out, because it would match everything",
    })
    .optional()
    .meta({ description: `${description} ${one}` });

export const filter = z
  .strictObject({
    exact: attributes("Attributes that must have exactly these values, e.g. `type: order.paid`."),
    prefix: attributes("Attributes whose values must start with these strings."),
    suffix: attributes("Attributes whose values must end with these strings."),
    get all(): z.ZodOptional<z.ZodArray<z.ZodType>> {
      return z
        .array(filter)
        .min(1)
        .optional()
        .meta({ description: `Filters that must all match. ${one}` });
    },
    get any(): z.ZodOptional<z.ZodArray<z.ZodType>> {
      return z
        .array(filter)
        .min(1)
        .optional()
        .meta({ description: `Filters of which at least one must match. ${one}` });
    },
    get not(): z.ZodOptional<z.ZodType> {
      return filter.optional().meta({ description: `A filter that must not match. ${one}` });
    },
    cesql: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: `A CloudEvents SQL expression over the event's attributes, e.g. \`type = 'order.paid' AND amount > 100\`. ${one}`,
      }),
  })
  .meta({
    id: "EventFilter",
    oneOf: ["exact", "prefix", "suffix", "all", "any", "not", "cesql"],
    description:
      "A condition on the attributes of an event, in one of the dialects of the CloudEvents Subscriptions API.",
  });

export const filters = (description: string) => z.array(filter).optional().meta({ description });

/** Problems of the CESQL expressions in filters. Unknown values are absent. */
export function filterProblems(all: EventFilterArgs[] | undefined, path: string): Problem[] {
  return (all ?? []).flatMap((one, index) => ofOne(one, `${path}.${index}`));
}

function ofOne({ cesql, all, any, not }: EventFilterArgs, path: string): Problem[] {
  const reason = typeof cesql === "string" ? cesqlProblem(cesql) : undefined;
  return [
    ...(reason === undefined ? [] : [{ propertyPath: `${path}.cesql`, reason: `${reason}, got ${show(cesql)}` }]),
    ...filterProblems(all, `${path}.all`),
    ...filterProblems(any, `${path}.any`),
    ...(not === undefined ? [] : ofOne(not, `${path}.not`)),
  ];
}
