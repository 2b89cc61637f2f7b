// What must hold where a queue scales a function.

import { redisServerProblems } from "../../events/adapters/redisServer";
import { certificateProblems } from "../../events/adapters/serverLogin";
import { type Problem, show } from "../../input/problems";
import type { Known, Names } from "../knownArgs";

/** One queue is the measure: two would overrule each other. */
export function oneQueue(_known: Known, names: Names): Problem[] {
  const all = scalingBy(names);
  const [first, second] = all;
  if (second === undefined) return [];
  return [
    {
      propertyPath: second,
      reason: `${all.join(" and ")} are mutually exclusive; set only one, as ${first} scales already`,
    },
  ];
}

/** A long queue asks for any number of Pods. */
export function boundOfQueue({ scale }: Known, names: Names): Problem[] {
  const [by] = scalingBy(names);
  if (by === undefined || !isUnbounded(scale, names)) return [];
  const reason = `is needed with ${by}: a long queue would ask for any number of Pods; give the most that there may be, e.g. 10`;
  return [{ propertyPath: "scale.max", reason }];
}

function isUnbounded(scale: Known["scale"], names: Names): boolean {
  return !names("scale").includes("max") || scale?.max === 0;
}

/** The horizontal autoscaler does not look at bounds that change. */
export function queueOfClass({ scale }: Known, names: Names): Problem[] {
  const [by] = scalingBy(names);
  if (by === undefined || scale?.class !== "hpa") return [];
  const reason = `expected ${show("kpa")} with ${by}, got ${show("hpa")}; leave one of them out`;
  return [{ propertyPath: "scale.class", reason }];
}

export function queueServers({ scale }: Known): Problem[] {
  const { redisList, redisStream, rabbitmq, kafkaLag, prometheus } = scale?.queue ?? {};
  return [
    ...(redisList === undefined ? [] : redisServerProblems(redisList as never, "scale.queue.redisList")),
    ...(redisStream === undefined ? [] : redisServerProblems(redisStream as never, "scale.queue.redisStream")),
    ...Object.entries({ rabbitmq, kafkaLag, prometheus }).flatMap(([kind, args]) =>
      args === undefined ? [] : certificateProblems(args as never, `scale.queue.${kind}`),
    ),
  ];
}

function scalingBy(names: Names): string[] {
  const triggers = names("triggers.redis").filter((key) => names(`triggers.redis.${key}`).includes("scale"));
  const queue = names("scale").includes("queue") ? ["scale.queue"] : [];
  return [...queue, ...triggers.map((key) => `triggers.redis.${key}.scale`)];
}
