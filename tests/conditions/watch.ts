// Records the conditions of each Knative object as they change: `npx tsx tests/conditions/watch.ts FILE` alongside the tests.
import { appendFileSync } from "node:fs";
import { Connection } from "../cluster/connection";
import { pause } from "../cluster/ingress";
import { lastTarget } from "../environment/stack";

/** All kinds whose conditions a component waits for, and their API paths. */
const awaited = [
  "serving.knative.dev/v1/services",
  "serving.knative.dev/v1beta1/domainmappings",
  "eventing.knative.dev/v1/brokers",
  "eventing.knative.dev/v1/triggers",
  "eventing.knative.dev/v1alpha1/eventtransforms",
  "messaging.knative.dev/v1/channels",
  "messaging.knative.dev/v1/inmemorychannels",
  "messaging.knative.dev/v1/subscriptions",
  "flows.knative.dev/v1/sequences",
  "flows.knative.dev/v1/parallels",
  "sources.knative.dev/v1/pingsources",
  "sources.knative.dev/v1/apiserversources",
  "sources.knative.dev/v1/containersources",
  "sources.knative.dev/v1/sinkbindings",
];

const mostHours = 2;

async function follow(connection: Connection, path: string, file: string, until: number): Promise<void> {
  const { Watch } = await import("@kubernetes/client-node/dist/watch.js");
  const watch = new Watch(connection as unknown as ConstructorParameters<typeof Watch>[0]);
  while (Date.now() < until) {
    await new Promise<void>((ended) => {
      const told = (phase: string, object: unknown) => {
        if (phase !== "BOOKMARK") appendFileSync(file, `${JSON.stringify({ at: Date.now(), phase, object })}\n`);
      };
      watch.watch(path, {}, told, () => ended()).catch(() => ended());
    });
    // Its kind does not exist yet, or no longer.
    await pause(1000);
  }
}

async function main([file = ""]: string[]): Promise<void> {
  const target = lastTarget();
  if (target === undefined || file === "")
    throw new Error("a cluster of `npm run up`, and a file to write to, are needed");
  const connection = new Connection(target);
  await connection.open();
  const until = Date.now() + mostHours * 3_600_000;
  await Promise.all(awaited.map((kind) => follow(connection, `/apis/${kind}`, file, until)));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
