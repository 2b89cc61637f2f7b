// What every kind of trigger and source tells of itself; a kind is one file, and one row in kinds.ts.
import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import type { Need } from "../../features/featureFlags";
import type { Problem } from "../../input/problems";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/combined";

/** Where an object of a kind stands, and where its events go. */
export interface Place {
  name: Input<string>;
  namespace: Input<string>;
  /** Project, stack and backend: what is named at a server outside the cluster is named after them, as other stacks read there too. */
  stack?: Input<string> | undefined;
  /** The sink or subscriber as Knative's Destination. */
  to: object;
  /** Secrets with log-ins at registries, for the Pods of a program. */
  pullSecrets?: Input<string>[] | undefined;
}

/** What a source is called at its server: another name for each stack, or two of them would divide the messages. */
export function nameAtServer({ stack, namespace, name }: Pick<Place, "stack" | "namespace" | "name">): Input<string> {
  return combined([stack, namespace, name], (...parts) => parts.filter(Boolean).join("-"));
}

/** A workload whose Pods run a source. */
export interface Workload {
  apiVersion: string;
  kind: string;
  name: string;
  /** True where it is an object of the graph itself, not one that Knative makes. */
  isOurs: boolean;
}

/** What a source is called at its server. */
export interface SharedName {
  /** The property below the kind's arguments. */
  property: string;
  /** Equal where two sources mean the same. */
  key: unknown[];
  /** True where the server takes one reader only. */
  isAlone?: true;
}

/** What a source is about, and the cluster must have: an object of the source's namespace, or only its kind. */
export interface Wanted {
  /** Below the kind's arguments. */
  property: string;
  apiVersion: string;
  kind: string;
  name?: string | undefined;
}

/** Of a property below the kind's arguments, in words; undefined where there is none. */
export interface Doubt {
  property: string;
  doubt: Input<string | undefined>;
}

export interface Kind<Args> {
  schema: z.ZodType;
  /** The objects that it takes: the last one sends the events, those before it are what that one needs. */
  manifests(args: Args, place: Place): Manifest[];
  /**
   * What Knative refuses to change, where there is such a thing. It is a part of the object's name, so that a change makes
   * another object before the old one goes: no event is lost, and no preview asks the webhook for what it refuses.
   */
  fixed?(args: Args): unknown;
  /** The program of ours that runs a source, where `args.image` does not name one. */
  program?(args: Args): string;
  /** What runs a source, where that is a program of ours or the user's: its Pods are awaited, and say why they do not start. */
  workload?(name: string): Workload;
  /** What another node of the program may not have too, or divides with this one; `own` is its name where the user gives none. */
  shared?(args: Args, own: Input<string>): SharedName[];
  /** What is right, and may be something else than was meant: a warning. */
  doubts?(args: Args): Doubt[];
  wants?(args: Args): Input<Input<Wanted>[]>;
  /** Feature flags of Eventing. */
  needs?(args: Args, path: string): Need[];
  /** What must hold beyond the schema. Values that are not known yet are not there. */
  problems?(args: Args, path: string): Problem[];
}

/** Attributes that a source adds to each of its events. */
export function overrides(extensions: unknown): object | undefined {
  return extensions === undefined ? undefined : { extensions };
}
