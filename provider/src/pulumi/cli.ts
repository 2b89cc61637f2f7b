// Which Pulumi CLI the plugin needs.

/** Before 3.217 an engine keeps aliases from a component's plugin (pulumi/pulumi#18801); this is the oldest that is tested. */
export const oldestCli = "3.223.0";

/** `reason` is what the engine, or the SDK in its place, says of its version. */
export const olderCli = (reason: string) =>
  `knative-faas needs the Pulumi CLI ${oldestCli} or newer: an older one keeps aliases from components, and a resource that is ` +
  `renamed with one would be deleted. Install a newer one: https://www.pulumi.com/docs/install/ (${reason})`;
