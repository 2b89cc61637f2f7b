// Program changes combined with changes outside of Pulumi; several functions at once, and adopted objects that are left in place.
import { change, changed, earlier, type Group, prebuilt, propertiesOf, type World } from "./change";

const named = (name: string) => ({ env: { NAME: name }, secrets: { TOKEN: { "fn::secret": name } } });

/** The Knative Service as another client creates it. */
async function byHand({ cluster, namespace, image }: World): Promise<void> {
  const spec = { template: { spec: { containers: [{ image }] } } };
  await cluster.apply({
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: "cart", namespace },
    spec,
  });
  await cluster.ready("KnativeService", namespace, "cart");
}

async function moved({ cluster, namespace, past }: World): Promise<void> {
  const traffic = [{ revisionName: earlier(past.cart ?? [], 1).revision, percent: 100 }];
  await cluster.patch("KnativeService", namespace, "cart", { spec: { traffic } });
}

async function gone({ cluster, namespace }: World, kind: "KnativeService" | "Secret", name: string): Promise<void> {
  await cluster.delete(kind, namespace, name);
  await cluster.waitFor(kind, namespace, name, `${kind} ${name} is gone`, 60, (object) => object === undefined);
}

/** Waits until the garbage collector has deleted what a Service had created. */
async function collected({ cluster, namespace }: World): Promise<void> {
  const selection = { labelSelector: "serving.knative.dev/service=cart" };
  const isEmpty = async () => (await cluster.list("Revision", namespace, selection)).length === 0;
  await cluster.until("the revisions of cart are gone", 60, isEmpty);
}

const refreshed = { flags: ["--refresh"] };

export const behind: Group = {
  resources: (place) => ({ cart: prebuilt(place, { ...named("one"), adopt: true }) }),
  changes: [
    change("adopt", "cart: the first deployment, over what kubectl has made", (_resources, world) => byHand(world)),
    changed("adopt", "cart", "NAME=two, and it is not adopted any more", { ...named("two"), adopt: undefined }),
    change("moved", "cart: traffic was moved by hand, and NAME=three", async (resources, world) => {
      await moved(world);
      Object.assign(propertiesOf(resources, "cart"), named("three"));
    }),
    change(
      "deleted",
      "cart: its newest Secret was deleted",
      async (_resources, world) => {
        const { spec } = await world.cluster.get("KnativeService", world.namespace, "cart");
        const { envFrom } = spec.template.spec.containers[0];
        await gone(world, "Secret", envFrom[0].secretRef.name);
      },
      refreshed,
    ),
    change(
      "deleted",
      "cart: its Knative Service was deleted, and NAME=four",
      async (resources, world) => {
        await gone(world, "KnativeService", "cart");
        await collected(world);
        Object.assign(propertiesOf(resources, "cart"), named("four"));
      },
      refreshed,
    ),
    change("several", "mail and bill beside cart, and mail is to be left in place", (resources, place) => {
      resources.mail = prebuilt(place, named("mail"), { retainOnDelete: true });
      resources.bill = prebuilt(place, named("bill"));
    }),
    change("several", "mail and bill are removed, and cart has NAME=five", (resources) => {
      delete resources.mail;
      delete resources.bill;
      Object.assign(propertiesOf(resources, "cart"), named("five"));
    }),
    change("adopt", "mail again, which was left in place", (resources, place) => {
      resources.mail = prebuilt(place, { ...named("mail"), adopt: true });
    }),
  ],
};
