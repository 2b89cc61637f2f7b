// Asks the running Pod of a Kafka source what another group, topic or initial offset would mean: only the Pod reaches Kafka.
import type * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../cluster/cluster";
import { programPort } from "./adapters/adapterPod";
import type { Outlook, Reading } from "./groupChanges";

/** A source as it runs. */
export interface RunningSource {
  name: string;
  namespace: string;
}

const limitMilliseconds = 2_000;

/** Undefined if there is no such Pod, this user may not ask it, or it does not answer in time. */
export async function outlookOf(
  component: pulumi.Resource,
  { name, namespace }: RunningSource,
  { group, initialOffset = "latest", topics = [], pattern }: Reading,
): Promise<Outlook | undefined> {
  const query = new URLSearchParams({ name: group, initialOffset });
  for (const topic of topics) query.append("topic", topic);
  if (pattern !== undefined) query.set("pattern", pattern);
  const pod = { name: `${name}-0`, namespace };
  const found = await tryQuery(component, (cluster) =>
    cluster.askPod(pod, programPort, `group?${query}`, limitMilliseconds).catch(() => undefined),
  );
  return isOutlook(found?.answer) ? found.answer : undefined;
}

/** An older program has no such answer. */
function isOutlook(answer: unknown): answer is Outlook {
  const numbers = ["committed", "left", "fresh", "skipped", "ahead"];
  return (
    typeof answer === "object" &&
    answer !== null &&
    numbers.every((name) => typeof Reflect.get(answer, name) === "number")
  );
}
