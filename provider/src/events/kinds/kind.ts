// The interface of every kind of trigger and source; a kind is one file, and one row in kinds.ts.
import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import type { Need } from "../../features/featureFlags";
import type { Problem } from "../../input/problems";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/value";

/** The name and namespace of a kind's object, and where its events go. */
export interface Place {
  name: Input<string>;
  namespace: Input<string>;
  /** Project, stack and backend: part of all names at a server outside the cluster, because other stacks read there too. */
  stack?: Input<string> | undefined;
  /** The sink or subscriber as Knative's Destination. */
  to: object;
  /** Secrets with registry credentials, for the Pods of a program. */
  pullSecrets?: Input<string>[] | undefined;
}

/** A source's name at its server: different for each stack, because otherwise two of them would divide the messages. */
export function nameAtServer({ stack, namespace, name }: Pick<Place, "stack" | "namespace" | "name">): Input<string> {
  return combined([stack, namespace, name], (...parts) => parts.filter(Boolean).join("-"));
}

/** The workload whose Pods run a source. */
export interface Workload {
  apiVersion: string;
  kind: string;
  name: string;
  /** True if this package creates it, false if Knative does. */
  isOurs: boolean;
}

/** A source's name at its server, which another source may share. */
export interface SharedName {
  /** Relative to the kind's arguments. */
  property: string;
  /** Equal if two sources use the same name. */
  key: unknown[];
  /** True if the server allows only one reader. */
  isAlone?: true;
}

/** What a source watches and the cluster must therefore have: an object in the source's namespace, or only its kind. */
export interface Wanted {
  /** Relative to the kind's arguments. */
  property: string;
  apiVersion: string;
  kind: string;
  name?: string | undefined;
}

/** A doubt about a property of the kind's arguments; undefined if there is none. */
export interface Doubt {
  property: string;
  doubt: Input<string | undefined>;
}

export interface Kind<Args> {
  schema: z.ZodType;
  /** The objects to create: the last one sends the events, those before it are its prerequisites. */
  manifests(args: Args, place: Place): Manifest[];
  /**
   * What Knative does not allow to change, if anything. It is part of the object's name, so that a change creates
   * a new object before the old one is deleted: no event is lost, and no preview fails on Knative's webhook.
   */
  fixed?(args: Args): unknown;
  /** This package's program that runs a source, if `args.image` does not set one. */
  program?(args: Args): string;
  /** What runs a source, if that is a program of this package or the user: its Pods are waited for and report why they do not start. */
  workload?(name: string): Workload;
  /** Names that another node must not have, or would share with this one; `own` is the default name. */
  shared?(args: Args, own: Input<string>): SharedName[];
  /** Warnings about valid arguments that may not be what the user meant. */
  doubts?(args: Args): Doubt[];
  wants?(args: Args): Input<Input<Wanted>[]>;
  /** Feature flags of Eventing. */
  needs?(args: Args, path: string): Need[];
  /** Rules beyond the schema. Unknown values are absent. */
  problems?(args: Args, path: string): Problem[];
}

/** Attributes that a source adds to each of its events. */
export function overrides(extensions: unknown): object | undefined {
  return extensions === undefined ? undefined : { extensions };
}
