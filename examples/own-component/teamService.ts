// The team's service: a function with the team's labels, a greeting and a scale.
import * as pulumi from "@pulumi/pulumi";
import { Function } from "knative-faas";

export interface TeamServiceArgs {
  namespace: pulumi.Input<string>;
  /** Directory of the Go program. */
  directory: string;
  /** Production always has a Pod; staging scales to zero when idle. */
  isProduction: boolean;
}

export class TeamService extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;

  constructor(
    name: string,
    { namespace, directory, isProduction }: TeamServiceArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("example:index:TeamService", name, {}, options);
    const service = new Function(
      name,
      {
        namespace,
        source: { directory },
        labels: { "example.com/team": "greeters" },
        env: { NAME: name },
        scale: { min: isProduction ? 1 : 0 },
        timeouts: { requestSeconds: 10 },
      },
      { parent: this },
    );
    this.url = service.url;
    this.registerOutputs({ url: this.url });
  }
}
