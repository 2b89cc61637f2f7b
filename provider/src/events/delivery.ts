// How events are delivered: retries, delays, timeouts, dead letter. Schema, manifest and required flags. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import type { Need } from "../features/featureFlags";
import { integer, stringEnum } from "../input/fields";
import { given } from "../input/given";
import { combined } from "../pulumi/value";
import { destinationAt, makeDestination } from "./destination";
import type { DeliveryArgs } from "./eventArgs.gen";

/** A week; one part of Knative's durations cannot hold much more (rickb777/date v1.13, period). */
const mostSeconds = 604_800;

const backoff = stringEnum("Backoff", "How the delay grows from one retry to the next.", {
  exponential: "The delay times two to the power of the number of retries.",
  linear: "The delay times the number of retries.",
});

export const format = stringEnum(
  "DeliveryFormat",
  "The form in which events are sent (HTTP protocol binding of CloudEvents).",
  {
    binary: "Attributes as headers, the data as the body.",
    json: "The entire event as a JSON body (structured mode).",
  },
);

export const delivery = z
  .strictObject({
    retry: integer(
      0,
      "Number of times that an event is sent again after a failure (no answer, or 404, 408, 409, 429 or 5xx). Defaults to the broker's, channel's or Knative's own.",
    ),
    backoff: backoff.optional().meta({
      description: "How the delay grows from one retry to the next. Defaults to the broker's or Knative's own.",
    }),
    backoffSeconds: z
      .number()
      .min(0)
      .max(mostSeconds)
      .refine((seconds) => Math.abs(seconds * 10 - Math.round(seconds * 10)) < 1e-6, {
        error: "expected at most one decimal place, the limit of Knative",
      })
      .optional()
      .meta({ description: "Delay before the first retry, in seconds, e.g. 0.2. Defaults to Knative's own." }),
    timeoutSeconds: integer(1, "Time that one request may take, in seconds. Defaults to Knative's own.", mostSeconds),
    retryAfterMaxSeconds: integer(
      0,
      "Longest wait that a 429 or 503 response may request with `Retry-After`, in seconds; 0 ignores that header. Requires the feature flag `delivery-retryafter` of Eventing. Defaults to ignoring the header.",
      mostSeconds,
    ),
    format: format
      .optional()
      .meta({ description: "The form in which events are sent. Defaults to the form in which they arrived." }),
    deadLetter: destinationAt(
      "Where an event goes if all retries failed, with the attributes `knativeerrordest`, `knativeerrorcode` and `knativeerrordata` added. Defaults to nowhere: the event is dropped.",
    ),
  })
  .meta({
    id: "Delivery",
    description: "How events are delivered, and what happens to those that can't be delivered.",
  });

export const deliveryAt = (description: string) => delivery.optional().meta({ description });

/** As Knative's DeliverySpec (eventing v0.50, pkg/apis/duck/v1/delivery_types.go). */
export function makeDelivery(args: DeliveryArgs | undefined, home: Input<string>): object | undefined {
  if (args === undefined) return undefined;
  const { backoff: backoffPolicy, backoffSeconds, timeoutSeconds, retryAfterMaxSeconds, deadLetter, ...same } = args;
  const deadLetterSink = deadLetter === undefined ? undefined : makeDestination(deadLetter, home);
  const [backoffDelay, timeout, retryAfterMax] = [backoffSeconds, timeoutSeconds, retryAfterMaxSeconds].map(period);
  return given({ ...same, backoffPolicy, backoffDelay, timeout, retryAfterMax, deadLetterSink });
}

/** An ISO 8601 duration with parts small enough for Knative. */
function period(length: Input<number> | undefined): Input<string> | undefined {
  if (length === undefined) return undefined;
  return combined([length], (known) => {
    const tenths = Math.round(known * 10);
    const parts = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
    const text = parts.map((part, index) => (part === 0 ? "" : `${part}${"HMS"[index]}`)).join("");
    return `PT${text === "" ? "0S" : text}`;
  });
}

export function deliveryNeeds(args: DeliveryArgs | undefined, path: string): Need[] {
  return [
    ...(args?.retryAfterMaxSeconds === undefined
      ? []
      : [{ propertyPath: `${path}.retryAfterMaxSeconds`, flag: "delivery-retryafter" }]),
    ...(args?.timeoutSeconds === undefined
      ? []
      : [{ propertyPath: `${path}.timeoutSeconds`, flag: "delivery-timeout" }]),
  ];
}
