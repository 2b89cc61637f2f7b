// How this package's sources authenticate to a server and verify it: user, password, certificates. Schema, variables and problems. Pure.
import { z } from "zod";
import { text } from "../../input/fields";
import type { Problem } from "../../input/problems";
import type { SecretKeyArgs, ServerTlsArgs } from "../eventArgs.gen";
import { type SecretKeys, secretKey } from "./secretKey";

const tls = z
  .strictObject({
    caCert: secretKey(
      "Secret key with the certificate authority's certificate (PEM).",
      "Defaults to the public authorities.",
    ),
    cert: secretKey("Secret key with the client certificate (PEM); requires `key`."),
    key: secretKey("Secret key with the client certificate's private key (PEM); requires `cert`."),
    serverName: text("Name that the server's certificate must have. Defaults to the host of the address."),
  })
  .meta({ id: "ServerTls", description: "TLS to a server: trusted authorities and client certificate." });

/** Credential properties of a group. */
export const login = {
  user: secretKey("Secret key with the user.", "Defaults to no login."),
  password: secretKey("Secret key with the password."),
};

export const tlsAt = (description: string) => tls.optional().meta({ description });

export interface ServerLogin {
  user?: SecretKeyArgs | undefined;
  password?: SecretKeyArgs | undefined;
  tls?: ServerTlsArgs | undefined;
}

/** Named as in provider/programs/internal/adapter. */
export function loginVariables({ user, password, tls: secured }: ServerLogin): SecretKeys {
  return {
    SECRET_USER: user,
    SECRET_PASSWORD: password,
    SECRET_CA: secured?.caCert,
    SECRET_CERT: secured?.cert,
    SECRET_KEY: secured?.key,
  };
}

export function certificateProblems({ tls: secured }: ServerLogin, path: string): Problem[] {
  if ((secured?.cert === undefined) === (secured?.key === undefined)) return [];
  const [there, missing] = secured?.cert === undefined ? ["key", "cert"] : ["cert", "key"];
  const reason = `is required with ${there}: a client certificate needs both; set it, or leave ${there} out`;
  return [{ propertyPath: `${path}.tls.${missing}`, reason }];
}
