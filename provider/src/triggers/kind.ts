// What every kind of trigger and source tells of itself; a kind is one file, and one row in kinds.ts.
import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import type { Need } from "../core/closure";
import type { Manifest } from "../core/kubernetes";
import type { Problem } from "../core/problems";

/** Where an object of a kind stands, and where its events go. */
export interface Place {
  name: Input<string>;
  namespace: Input<string>;
  /** The sink or subscriber as Knative's Destination. */
  to: object;
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
  /** The name of the Deployment that runs a source, where it runs a program of the user's own. */
  deployment?(name: string): string;
  /** Feature flags of Eventing. */
  needs?(args: Args, path: string): Need[];
  /** What must hold beyond the schema. Values that are not known yet are not there. */
  problems?(args: Args, path: string): Problem[];
}

/** Attributes that a source adds to each of its events. */
export function overrides(extensions: unknown): object | undefined {
  return extensions === undefined ? undefined : { extensions };
}
