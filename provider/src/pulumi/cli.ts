// The Pulumi CLI version that the plugin requires.

/** Before 3.217 the engine does not pass aliases to a component's plugin (pulumi/pulumi#18801); this is the oldest version that is tested. */
export const oldestCli = "3.223.0";

/** `reason` is the version error of the engine or the SDK. */
export const olderCli = (reason: string) =>
  `knative-faas needs the Pulumi CLI ${oldestCli} or newer: an older one does not pass aliases to components, so a resource that is ` +
  `renamed with one would be deleted. Install a newer one: https://www.pulumi.com/docs/install/ (${reason})`;
