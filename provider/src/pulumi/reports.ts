// Reports that a plugin's preview sends before it answers: afterwards the engine may end it.
import { setTimeout } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";

const underWay = new WeakMap<pulumi.Resource, Promise<unknown>[]>();

/** If a report takes longer, it is not waited for. */
const mostMilliseconds = 3_000;

/** Notes a report about a component, which never fails it. */
export function noteReport(component: pulumi.Resource, report: Promise<void>): void {
  const settled = report.catch(() => undefined);
  underWay.set(component, [...(underWay.get(component) ?? []), settled]);
}

/** Other components' reports may wait for this one. */
export async function reportsSent(component: pulumi.Resource): Promise<void> {
  const reports = underWay.get(component);
  if (reports === undefined) return;
  const late = new AbortController();
  const limit = setTimeout(mostMilliseconds, undefined, { signal: late.signal }).catch(() => undefined);
  await Promise.race([Promise.all(reports), limit]);
  late.abort();
}
