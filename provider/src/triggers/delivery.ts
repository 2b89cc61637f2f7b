// How events are delivered: retries, delays, time limits, the dead letter; schema, manifest and needed flags. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import type { Need } from "../core/closure";
import { whole, words } from "../core/fields";
import { given } from "../core/given";
import type { DeliveryArgs } from "./args.gen";
import { destinationAt, makeDestination } from "./destination";

/** ISO 8601 as eventing reads it (rickb777/date v1.13, period.Parse): no sign, at least one part. */
const parts = /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?$/;

const [hour, day, year] = [3600, 86_400, 31_556_952];
const secondsOfParts = [year, year / 12, 7 * day, day, 0, hour, 60, 1];

/** In seconds, as Knative counts years and months. */
function lengthOf(text: string): number {
  const found = parts.exec(text)?.slice(1) ?? [];
  return secondsOfParts.reduce((sum, seconds, index) => {
    return sum + seconds * (seconds === 0 ? 0 : Number.parseFloat((found[index] ?? "0").replace(",", ".")));
  }, 0);
}

/** More does not fit into the 64 bits of its nanoseconds, and comes out as a negative time. */
const mostYears = 292;

const duration = z
  .string()
  .regex(parts, { abort: true, error: 'expected a duration of ISO 8601, e.g. "PT0.2S", "PT30S" or "PT5M"' })
  .regex(/^[^.,]*([.,]\d0*S)?$/, {
    abort: true,
    error: 'expected at most one digit after the point, as Knative reads no more, e.g. "PT0.2S"',
  })
  .refine((text) => lengthOf(text) <= mostYears * year, {
    abort: true,
    error: `expected at most ${mostYears} years, as Knative can't count more, e.g. "PT30S" or "P1D"`,
  });

export const longer = duration.refine((text) => /[1-9]/.test(text), {
  error: 'expected a duration longer than 0, e.g. "PT30S"',
});

const backoff = words("Backoff", "How the delay grows from one retry to the next.", {
  exponential: "The delay times two to the power of the number of retries.",
  linear: "The delay times the number of retries.",
});

const format = words("DeliveryFormat", "The form in which events are sent (HTTP protocol binding of CloudEvents).", {
  binary: "Attributes as headers, the data as the body.",
  json: "The whole event as a JSON body (structured mode).",
});

export const delivery = z
  .strictObject({
    retry: whole(
      0,
      "Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 429 or 5xx). Defaults to the broker's, channel's or Knative's own.",
    ),
    backoff: backoff.optional().meta({
      description: "How the delay grows from one retry to the next. Defaults to the broker's or Knative's own.",
    }),
    backoffDelay: duration.optional().meta({
      description: "Delay before the first retry, as a duration of ISO 8601, e.g. `PT0.2S`. Defaults to Knative's own.",
    }),
    timeout: longer.optional().meta({
      description:
        "Time that one request may take, as a duration of ISO 8601, e.g. `PT30S`. Defaults to Knative's own.",
    }),
    retryAfterMax: duration.optional().meta({
      description:
        "Longest wait that an answer 429 or 503 may ask for with `Retry-After`, as a duration of ISO 8601; `PT0S` ignores that header. It needs the feature flag `delivery-retryafter` of Eventing. Defaults to ignoring the header.",
    }),
    format: format
      .optional()
      .meta({ description: "The form in which events are sent. Defaults to the form in which they came." }),
    deadLetter: destinationAt(
      "Where an event goes that could not be delivered after all retries, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata` added. Defaults to nowhere: it is dropped.",
    ),
  })
  .meta({ id: "Delivery", description: "How events are delivered, and what happens with one that can't be." });

export const deliveryAt = (description: string) => delivery.optional().meta({ description });

/** As Knative's DeliverySpec (eventing v0.50, pkg/apis/duck/v1/delivery_types.go). */
export function makeDelivery(args: DeliveryArgs | undefined, home: Input<string>): object | undefined {
  if (args === undefined) return undefined;
  const { backoff: backoffPolicy, deadLetter, ...same } = args;
  const deadLetterSink = deadLetter === undefined ? undefined : makeDestination(deadLetter, home);
  return given({ ...same, backoffPolicy, deadLetterSink });
}

export function deliveryNeeds(args: DeliveryArgs | undefined, path: string): Need[] {
  return [
    ...(args?.retryAfterMax === undefined
      ? []
      : [{ propertyPath: `${path}.retryAfterMax`, flag: "delivery-retryafter" }]),
    ...(args?.timeout === undefined ? [] : [{ propertyPath: `${path}.timeout`, flag: "delivery-timeout" }]),
  ];
}
