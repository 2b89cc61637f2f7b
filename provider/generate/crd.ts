// The CustomResourceDefinition of a Function (provider/crds/functions.yaml), from the same schema as the component's arguments.
import { dump } from "js-yaml";
import { z } from "zod";
import { omitted } from "../src/function/functionObject";
import { functionArgs } from "../src/function/functionSchema";
import { imageByDigest } from "../src/input/names";
import { ofNames } from "./cel/traffic";
import type { Json } from "./cel/values";
import { Structural } from "./structural";

const head = "# Generated from the schema of Function by `npm run generate`; do not edit.";

export interface Definition {
  crd: Json;
  /** Checks that the definition can't express, as `path: message`; the controller reports them in the status. */
  unsaid: string[];
  /** Paths that are left out. */
  left: string[];
}

/** The file's text. */
export function functionCrd(): string {
  return `${head}\n${dump(functionDefinition().crd, { noRefs: true, lineWidth: -1 })}`;
}

export function functionDefinition(): Definition {
  const structural = new Structural(omitted, reworded);
  const { image: _, ...shape } = functionArgs.shape;
  const image = imageByDigest.meta({ description: "Image of the function, by digest." });
  const spec = structural.of(z.strictObject({ image, ...shape }), { path: "", above: [], times: 1 });
  return { crd: definitionOf(spec), unsaid: structural.unsaid, left: structural.left };
}

/** Phrases of descriptions about updates by Pulumi, with their replacements for a cluster. */
const ofComponent: [string | RegExp, string][] = [
  ["`files`, `secretFiles`, ", ""],
  ["`latest`, `revision` and `release`", "`latest` and `revision`"],
  [/, e\.g\. the output `name` of a \w+/, ""],
  ["one that is built and pushed to `registry`", "the one that the controller was given"],
  ["then the update fails with the Pod's reason and its last log lines", "then `Ready` is false with the Pod's reason"],
  ["the revision of the update", "the revision of this spec"],
  ["The revision of this update", "The revision of this spec"],
  ["or one that the function's `releases` name", "or an existing earlier one"],
  ["a property of this component", "a property of the function"],
  ["the namespace of the component that sends the events", "the function's namespace"],
];

function reworded(description: string): string {
  return ofComponent.reduce((text, [phrase, replacement]) => text.replace(phrase, replacement), description);
}

function definitionOf(spec: Json): Json {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "functions.knative-faas.dev" },
    spec: {
      group: "knative-faas.dev",
      scope: "Namespaced",
      names: {
        kind: "Function",
        listKind: "FunctionList",
        plural: "functions",
        singular: "function",
        shortNames: ["fn"],
        categories: ["knative", "faas"],
      },
      versions: [version(spec)],
    },
  };
}

function version(spec: Json): Json {
  return {
    name: "v1alpha1",
    served: true,
    storage: true,
    subresources: { status: {} },
    additionalPrinterColumns: columns,
    schema: { openAPIV3Schema: objectSchema(spec) },
  };
}

const condition = (part: string) => `.status.conditions[?(@.type=="Ready")].${part}`;

const columns = [
  { name: "URL", type: "string", jsonPath: ".status.url" },
  { name: "Revision", type: "string", jsonPath: ".status.revision" },
  { name: "Replicas", type: "integer", jsonPath: ".status.replicas" },
  { name: "Ready", type: "string", jsonPath: condition("status") },
  { name: "Reason", type: "string", jsonPath: condition("reason") },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
];

function objectSchema(spec: Json): Json {
  const name = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
  return {
    type: "object",
    description: "A function: an image, run as a Knative Service. Each change of its template creates a new revision.",
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      // The Knative Service has the same name.
      metadata: { type: "object", properties: { name: { type: "string", maxLength: 52, pattern: name } } },
      spec: { description: "The desired function.", ...spec },
      status,
    },
    "x-kubernetes-validations": ofNames,
  };
}

const text = (description: string) => ({ type: "string", description });
const number = (description: string) => ({ type: "integer", format: "int64", description });

const status = {
  type: "object",
  description: "The status that the controller reports.",
  properties: {
    observedGeneration: number("The generation of the spec that this status reflects."),
    url: text("URL where the function is served."),
    revision: text("Name of the revision of this spec."),
    replicas: { ...number("Pods of the function that are running."), format: "int32" },
    conditions: {
      type: "array",
      description: "Conditions of the function; `Ready` summarizes them.",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["type"],
      items: {
        type: "object",
        required: ["type", "status"],
        properties: {
          type: text("Type of the condition."),
          status: { ...text("Whether the condition is true."), enum: ["True", "False", "Unknown"] },
          observedGeneration: number("The generation of the spec that it reflects."),
          lastTransitionTime: { ...text("When its status last changed."), format: "date-time" },
          reason: text("Why, in one word."),
          message: text("Why, in a sentence."),
        },
      },
    },
  },
};
