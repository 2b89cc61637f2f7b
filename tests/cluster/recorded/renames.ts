// Changes of resource names in the program, with aliases by name and by full URN.
import { change, component, type Group, nothing, prebuilt, propertiesOf, renamed } from "./change";

const event = { paid: { broker: "${bus.name}", filters: [{ exact: { type: "order.paid" } }] } };

export const renames: Group = {
  node: true,
  resources: (place) => ({
    bus: component(place, "Broker", { name: "bus" }),
    cart: prebuilt(place, { name: "cart", secrets: { TOKEN: { "fn::secret": "one" } }, triggers: { event } }),
  }),
  changes: [
    nothing("the first deployment"),
    change("renamed", "cart is shopCart, with its name as alias", (resources) => {
      renamed(resources, "cart", "shopCart", { aliases: [{ name: "cart" }] });
    }),
    change(
      "renamed",
      "bus is messages, with its URN, and shopCart is checkout, with a variable",
      (resources, world) => {
        const urn = `urn:pulumi:${world.program.stack}::${world.program.name}::knative-faas:index:Broker::bus`;
        renamed(resources, "bus", "messages", { aliases: [urn] });
        renamed(resources, "shopCart", "checkout", { aliases: [{ name: "shopCart" }] });
        const broker = "${messages.name}";
        Object.assign(propertiesOf(resources, "checkout"), {
          env: { NAME: "checkout" },
          triggers: { event: { paid: { ...event.paid, broker } } },
        });
      },
    ),
  ],
};
