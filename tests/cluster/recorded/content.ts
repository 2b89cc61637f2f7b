// Changes of a function's content: secrets in all their places, registry credentials, ConfigMaps, earlier revisions.
import { change, changed, type Group, nothing, prebuilt, propertiesOf } from "./change";

const secret = (text: string) => ({ "fn::secret": text });
const keys = (text: string) => ({ keys: { mountPath: "/keys", secretFiles: { "key.pem": secret(text) } } });
const login = (text: string) => ({ username: "robot", password: secret(text) });

/** Variables of a ConfigMap that another client keeps in the namespace. */
const settings = { apiVersion: "v1", kind: "ConfigMap", data: { LEVEL: "info" } };

const first = { TOKEN: secret("one"), PIN: secret("1234") };

export const content: Group = {
  resources: (place) => ({
    vault: prebuilt(place, {
      secrets: first,
      volumes: keys("one"),
      registryLogin: login("one"),
    }),
  }),
  changes: [
    nothing("the first deployment, with secrets in all their places"),
    changed("secret", "vault", "TOKEN is rotated", { secrets: { ...first, TOKEN: secret("two") } }),
    changed("secretFiles", "vault", "another key, and the registry's password is rotated", {
      volumes: keys("two"),
      registryLogin: login("two"),
    }),
    change("env", "vault: variables of a ConfigMap", async (resources, { cluster, namespace }) => {
      await cluster.apply({ ...settings, metadata: { name: "settings", namespace } });
      propertiesOf(resources, "vault").envFrom = [{ configMapRef: { name: "settings" } }];
    }),
    changed("secret", "vault", "PIN is removed", { secrets: { TOKEN: secret("two") } }),
    changed("releases", "vault", "one earlier revision is kept", { revisions: { keep: 1 } }),
    changed("releases", "vault", "five are kept, and all secrets are as at first, which was kept no more", {
      ...{ revisions: { keep: 5 }, secrets: first, envFrom: undefined },
      ...{ volumes: keys("one"), registryLogin: login("one") },
    }),
  ],
};
