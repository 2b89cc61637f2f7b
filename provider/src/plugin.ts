// The plugin: Pulumi's engine asks for a component by its token and gets its outputs back.
import * as pulumi from "@pulumi/pulumi";
import { version } from "../package.json";
import schema from "../schema.json";
import { InvalidArgs } from "./core/problems";
import { Function } from "./function/function";
import { Knative } from "./knative/knative";

// biome-ignore lint/suspicious/noExplicitAny: the constructors check their arguments themselves
type Constructor = new (name: string, args: any, options: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

type Token = keyof typeof schema.resources;

const constructors: Record<Token, Constructor> = {
  "knative-faas:index:Function": Function,
  "knative-faas:index:Knative": Knative,
};

const provider: pulumi.provider.Provider = {
  version,
  schema: JSON.stringify(schema),
  async construct(name, type, inputs, options) {
    const make = constructors[type as Token];
    if (make === undefined) throw new Error(`unknown resource type ${type}`);
    try {
      const component = new make(name, inputs, options);
      return { urn: component.urn, state: outputs(component, type as Token) };
    } catch (error) {
      throw forEngine(error);
    }
  },
};

/** The outputs that the schema names. */
function outputs(component: pulumi.ComponentResource, type: Token): Record<string, unknown> {
  const values = component as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(schema.resources[type].properties).map((name) => [name, values[name]]));
}

/** The engine prints each mistake at its property. */
function forEngine(error: unknown): unknown {
  if (!(error instanceof InvalidArgs)) return error;
  const errors = error.problems;
  return new pulumi.InputPropertiesError({ message: `invalid ${error.component}`, errors });
}

void pulumi.provider.main(provider, process.argv.slice(2));
