// Rules for a function that a queue scales.

import { kafkaServerProblems } from "../../events/adapters/kafkaServer";
import { redisServerProblems } from "../../events/adapters/redisServer";
import { certificateProblems } from "../../events/adapters/serverLogin";
import { type Problem, show } from "../../input/problems";
import type { Known, Names } from "../knownArgs";

/** Two queues would override each other. */
export function oneQueue(_known: Known, names: Names): Problem[] {
  const all = scalingBy(names);
  const [, second] = all;
  if (second === undefined) return [];
  return [{ propertyPath: second, reason: `${all.join(" and ")} are mutually exclusive; set only one` }];
}

/** A long queue could start any number of Pods. */
export function boundOfQueue({ scale }: Known, names: Names): Problem[] {
  const [by] = scalingBy(names);
  if (by === undefined || !isUnbounded(scale, names)) return [];
  const reason = `is required with ${by}, or a long queue could start any number of Pods; set a limit, e.g. 10`;
  return [{ propertyPath: "scale.max", reason }];
}

function isUnbounded(scale: Known["scale"], names: Names): boolean {
  return !names("scale").includes("max") || scale?.max === 0;
}

/** The horizontal autoscaler ignores bounds that change. */
export function queueOfClass({ scale }: Known, names: Names): Problem[] {
  const [by] = scalingBy(names);
  if (by === undefined || scale?.class !== "hpa") return [];
  const reason = `expected ${show("kpa")} with ${by}, got ${show("hpa")}; remove one of them`;
  return [{ propertyPath: "scale.class", reason }];
}

export function queueServers({ scale }: Known): Problem[] {
  const { redisList, redisStream, rabbitmq, kafkaLag, prometheus } = scale?.queue ?? {};
  return [
    ...(redisList === undefined ? [] : redisServerProblems(redisList, "scale.queue.redisList")),
    ...(redisStream === undefined ? [] : redisServerProblems(redisStream, "scale.queue.redisStream")),
    ...(kafkaLag === undefined ? [] : kafkaServerProblems(kafkaLag, "scale.queue.kafkaLag")),
    ...Object.entries({ rabbitmq, prometheus }).flatMap(([kind, args]) =>
      args === undefined ? [] : certificateProblems(args, `scale.queue.${kind}`),
    ),
  ];
}

function scalingBy(names: Names): string[] {
  const queue = names("scale").includes("queue") ? ["scale.queue"] : [];
  const triggers = ["triggers.kafka", "triggers.redis"].flatMap((kind) => names(kind).map((key) => `${kind}.${key}`));
  return [...queue, ...triggers.filter((path) => names(path).includes("scale")).map((path) => `${path}.scale`)];
}
