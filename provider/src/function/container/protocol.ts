// Warns if a program serves gRPC but the function does not set the protocol for it: every call would fail.
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { servesGrpc } from "../../build/go/grpc";
import { tryQuery } from "../../cluster/cluster";
import { otherInstallations } from "../../cluster/installation";
import { log } from "../../pulumi/log";
import { knownOf } from "../../pulumi/value";
import type { FunctionArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";

type Spec = Pick<FunctionSpec, "port" | "protocol">;

export async function warnProtocol(
  component: pulumi.Resource,
  spec: Spec,
  source: FunctionArgs["source"],
): Promise<void> {
  if (source === undefined) return;
  const directory = resolve(source.directory, source.package ?? ".");
  const isGrpc = await isUndeclared(directory, spec).catch(() => false);
  if (!isGrpc || (await isDetected(component))) return;
  void log.warn(
    `protocol: the program in ${directory} serves gRPC, which requires HTTP/2, so every call would fail; set protocol: h2c`,
    component,
  );
}

/** Unreadable sources are reported elsewhere. */
async function isUndeclared(directory: string, { port, protocol }: Spec): Promise<boolean> {
  const known = await knownOf(pulumi.output({ port, protocol }));
  return known !== undefined && known.protocol !== "h2c" && servesGrpc(directory, known.port);
}

const flag = "autodetect-http2";
const flags = { apiVersion: "v1", kind: "ConfigMap", name: "config-features", namespace: "knative-serving" };

/** With the flag, Knative detects it (serving v0.50, pkg/queue/health/probe.go). A Knative of this program may still turn it on. */
async function isDetected(component: pulumi.Resource): Promise<boolean> {
  const installations = await otherInstallations(component).catch(() => []);
  const given = await Promise.all(
    installations.map(({ features }) => knownOf(pulumi.output(features)).catch(() => undefined)),
  );
  if (given.some((all) => all === undefined || isOn(all))) return true;
  const config = await tryQuery(component, (cluster) => cluster.get(flags));
  return isOn(config?.answer?.data ?? {});
}

const isOn = (all: Record<string, string>) => all[flag]?.toLowerCase() === "enabled";
