// What Knative's arguments mean: every default filled in, nothing optional left.
import type { Input } from "@pulumi/pulumi";
import type { KnativeArgs } from "./args.gen";
import type { ConfigMapProperty } from "./configmaps";
import { newestVersion, type Release, releases } from "./releases";

export interface KnativeSpec {
  version: string;
  release: Release;
  manifests: string | undefined;
  domain: Input<string>;
  service: { type: Input<string>; externalIPs: Input<string>[] };
  images: Record<string, Input<string>>;
  workloads: NonNullable<KnativeArgs["workloads"]>;
  config: Partial<Record<ConfigMapProperty, Record<string, Input<string>>>>;
}

export function knativeSpec(args: KnativeArgs): KnativeSpec {
  const version = args.version ?? newestVersion;
  const externalIPs = args.ingress?.service?.externalIPs ?? [];
  return {
    version,
    release: releases[version] as Release,
    manifests: args.manifests,
    domain: args.domain ?? "example.com",
    service: {
      type: args.ingress?.service?.type ?? (externalIPs.length > 0 ? "ClusterIP" : "LoadBalancer"),
      externalIPs,
    },
    images: args.images ?? {},
    workloads: args.workloads ?? {},
    config: args.config ?? {},
  };
}
