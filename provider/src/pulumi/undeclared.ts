// Members of the SDK that it does not declare, each cast to what is declared and these in addition.
import * as pulumi from "@pulumi/pulumi";

interface Inner<T> {
  promise(): Promise<T>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  /** All resources that the Output depends on. */
  allResources?(): Promise<Set<pulumi.Resource>>;
}

export const innerOf = <T>(output: pulumi.OutputInstance<T>) => output as pulumi.OutputInstance<T> & Inner<T>;

/** For a resource of another process, it has only the URN. */
interface Noted {
  __aliases?: pulumi.Input<string>[];
  __name?: string;
  __pulumiType?: string;
  __parentResource?: pulumi.Resource;
  __childResources?: Set<pulumi.Resource>;
}

export const notedOf = (resource: pulumi.Resource) => resource as pulumi.Resource & Noted;

type Runtime = typeof pulumi.runtime & { waitForRPCs(): Promise<void> };

/** Resolves once the engine has processed all registrations. */
export const registrationsSent = () => (pulumi.runtime as Runtime).waitForRPCs();
