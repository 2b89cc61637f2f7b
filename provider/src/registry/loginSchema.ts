// The arguments with a component's registry credentials.
import { z } from "zod";

const credentials = {
  username: z.string().min(1).meta({ secret: true, description: "User of the registry." }),
  password: z.string().min(1).meta({ secret: true, description: "Password or token. It is encrypted in the state." }),
};

/** For registries that are only pulled from. */
export const pullLogin = z
  .strictObject(credentials)
  .meta({ id: "KnativeRegistryLogin", description: "Credentials for pulling images." });

export const registryLogin = z
  .strictObject({
    ...credentials,
    pull: z.boolean().optional().meta({
      plain: true,
      description:
        "Whether the Pods pull with it too. Defaults to true. Set false if the nodes have their own login, as in a cloud, or if `pullSecrets` names another one.",
    }),
  })
  .meta({ id: "RegistryLogin", description: "Credentials of a private registry." });
