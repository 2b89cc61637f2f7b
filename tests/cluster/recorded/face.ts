// Changes of a function's outside: domains, visibility, labels, its account, its name and namespace; options of Pulumi.
import { change, changed, type Group, nothing, prebuilt, propertiesOf } from "./change";

const domain = (name: string) => ({ domains: { [`${name}.recorded.example.net`]: {} } });

export const face: Group = {
  isMoved: true,
  resources: (place) => ({ front: prebuilt(place, { env: { NAME: "one" }, ...domain("shop") }) }),
  changes: [
    nothing("the first deployment, with a domain"),
    changed("domains", "front", "another domain in its place", domain("store")),
    changed("visibility", "front", "cluster-local, with labels and annotations", {
      visibility: "cluster-local",
      labels: { team: "shop" },
      annotations: { "example.com/owner": "shop" },
    }),
    change("account", "front: a service account", async (resources, { cluster, namespace }) => {
      await cluster.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "shop", namespace } });
      propertiesOf(resources, "front").serviceAccount = "shop";
    }),
    change("nothing", "front: another variable, while env is ignored", (resources, place) => {
      const { properties } = resources.front ?? prebuilt(place);
      resources.front = {
        ...prebuilt(place, { ...properties, env: { NAME: "two" } }),
        options: { ignoreChanges: ["env"] },
      };
    }),
    change("name", "front: another name, and the variable is not ignored", (resources, place) => {
      resources.front = prebuilt(place, { ...propertiesOf(resources, "front"), name: "storefront" });
    }),
    changedPlace(),
    change("options", "front: protected", (resources, place) => {
      resources.front = prebuilt(place, propertiesOf(resources, "front"), { protect: true });
    }),
  ],
};

function changedPlace() {
  return change("namespace", "front: another namespace, without domain and account", (resources, { other }) => {
    const { domains: _domains, serviceAccount: _account, ...kept } = propertiesOf(resources, "front");
    Object.assign(resources, { front: { ...resources.front, properties: { ...kept, namespace: other } } });
  });
}
