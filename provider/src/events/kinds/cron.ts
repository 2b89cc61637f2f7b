// A timer: a PingSource. Schema and manifest. Pure.
import { z } from "zod";
import { named } from "../../input/fields";
import { given } from "../../input/given";
import { mediaType } from "../../input/names";
import { type Problem, show } from "../../input/problems";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/value";
import { repliesAt, withReplies } from "../adapters/replies";
import { repliesProblems } from "../adapters/repliesRules";
import { clockWarning } from "../clockChange";
import type { CronTriggerArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { schedule, timeZone } from "../schedule";
import { type Kind, overrides, type Place } from "./kind";

const schema = z
  .strictObject({
    schedule: schedule.meta({
      description:
        "When an event is sent, as a cron expression of five fields (minute, hour, day of the month, month, day of the week), preceded by seconds if there are six, or `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`. Required.",
    }),
    timeZone: timeZone.optional().meta({
      description:
        "Time zone of the schedule by its IANA name, e.g. `Europe/Berlin`. A time that the clocks skip when they go forward does not occur that day, and one that they repeat occurs twice: a warning says which. Defaults to that of Knative's Pods, UTC.",
    }),
    data: z.string().min(1).optional().meta({
      description:
        "Body of each event as text, a JSON object unless `contentType` says otherwise. Defaults to no body.",
    }),
    dataBase64: z
      .string()
      .regex(/^(?=.)([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
        error: "expected Base64",
      })
      .optional()
      .meta({
        description: "Body of each event in Base64, for binary data; instead of `data`. Defaults to no body.",
      }),
    contentType: named(
      mediaType,
      "Media type of the body. Defaults to `application/json` with `data`, to `application/octet-stream` with `dataBase64`.",
    ),
    extensions,
    replies: repliesAt("Defaults to none: answers are dropped."),
  })
  .meta({
    id: "CronTrigger",
    description:
      "A timer (a Knative PingSource): an event of type `dev.knative.sources.ping` at each time of a schedule.",
  });

const json = "application/json";

export const cron: Kind<CronTriggerArgs> = {
  schema,
  manifests: (args, at) => {
    const { before, place } = withReplies(args.replies, at);
    return [...before, makeSource(args, place)];
  },
  doubts: ({ schedule: when, timeZone: zone }) => [
    { property: "schedule", doubt: combined([when, zone], (text, name) => clockWarning(text, name)) },
  ],
  problems: ({ data, dataBase64, contentType = json, replies }, path) => [
    ...(data !== undefined && dataBase64 !== undefined
      ? [{ propertyPath: `${path}.dataBase64`, reason: "data and dataBase64 are mutually exclusive; set only one" }]
      : []),
    ...(typeof data === "string" && contentType === json ? notAnObject(data, `${path}.data`) : []),
    ...repliesProblems(replies, path),
  ],
};

function makeSource(
  { schedule: when, timeZone: timezone, data, dataBase64, contentType, ...more }: CronTriggerArgs,
  { name, namespace, to }: Place,
): Manifest {
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "PingSource",
    metadata: { name, namespace },
    spec: {
      schedule: when,
      ...given({ timezone, data, dataBase64, contentType: contentType ?? typeOf(data, dataBase64) }),
      ...given({ ceOverrides: overrides(more.extensions) }),
      sink: to,
    },
  };
}

function typeOf(data: unknown, base64: unknown): string | undefined {
  if (data !== undefined) return json;
  return base64 === undefined ? undefined : "application/octet-stream";
}

/** eventing v0.50, pkg/apis/sources/v1/ping_validation.go: validateJSON accepts only objects. */
function notAnObject(data: string, propertyPath: string): Problem[] {
  const reason = `expected a JSON object, as contentType is ${json}, got ${show(data)}; fix it, or set contentType to what it is`;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && !Array.isArray(value) ? [] : [{ propertyPath, reason }];
  } catch {
    return [{ propertyPath, reason }];
  }
}
