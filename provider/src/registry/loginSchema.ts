// The arguments by which a component logs in at a registry.
import { z } from "zod";

const credentials = {
  username: z.string().min(1).meta({ secret: true, description: "User of the registry." }),
  password: z.string().min(1).meta({ secret: true, description: "Password or token. It is encrypted in the state." }),
};

/** For what is only pulled. */
export const pullLogin = z
  .strictObject(credentials)
  .meta({ id: "KnativeRegistryLogin", description: "Credentials that images are pulled with." });

export const registryLogin = z
  .strictObject({
    ...credentials,
    pull: z.boolean().optional().meta({
      plain: true,
      description:
        "Whether the Pods pull with it too. Defaults to true; false where the nodes have a login of their own, as a cloud's have, or where `pullSecrets` names another one.",
    }),
  })
  .meta({ id: "RegistryLogin", description: "Credentials of a private registry." });
