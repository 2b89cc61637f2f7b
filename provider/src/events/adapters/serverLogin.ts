// How our own sources log in at a server and trust it: user, password, certificates. Schema, variables and problems. Pure.
import { z } from "zod";
import { text } from "../../input/fields";
import type { Problem } from "../../input/problems";
import type { SecretKeyArgs, ServerTlsArgs } from "../eventArgs.gen";
import { type SecretKeys, secretKey } from "./secretKey";

const tls = z
  .strictObject({
    caCert: secretKey("Where the certificate of the authority stands (PEM).", "Defaults to the public ones."),
    cert: secretKey("Where the client's certificate stands (PEM); it needs `key`."),
    key: secretKey("Where the key of the client's certificate stands (PEM); it needs `cert`."),
    serverName: text("Name that the server's certificate must have. Defaults to the host of the address."),
  })
  .meta({ id: "ServerTls", description: "TLS to a server: whom to trust, and who we are." });

/** What a group that logs in has among its properties. */
export const login = {
  user: secretKey("Where the user stands.", "Defaults to no log-in."),
  password: secretKey("Where the password stands."),
};

export const tlsAt = (description: string) => tls.optional().meta({ description });

export interface ServerLogin {
  user?: SecretKeyArgs | undefined;
  password?: SecretKeyArgs | undefined;
  tls?: ServerTlsArgs | undefined;
}

/** As our programs read them (provider/programs/internal/adapter). */
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
  const reason = `is needed beside ${there}: a client's certificate is both; give it, or leave ${there} out`;
  return [{ propertyPath: `${path}.tls.${missing}`, reason }];
}
