// Changes of events: triggers that are added, moved and removed, timers, delivery and dead letters, a broker and a flow with new names.
import { change, changed, component, type Group, nothing, prebuilt, propertiesOf } from "./change";

const paid = [{ exact: { type: "order.paid" } }];
const large = [{ exact: { type: "order.paid" } }, { cesql: "amount > 100" }];
const event = (filters: object[]) => ({ paid: { broker: "${orders.name}", filters } });
const cron = (schedule: string, more: object = {}) => ({ nightly: { schedule, ...more } });
const stubborn = { retry: 5, backoff: "linear", backoffSeconds: 1 };
const to = (name: string) => ({ channel: { subscribers: { [name]: { function: `\${${name}.name}` } } } });

export const events: Group = {
  resources: (place) => ({
    orders: component(place, "Broker", { delivery: { retry: 3 } }),
    cart: prebuilt(place, { env: { NAME: "cart" }, triggers: { event: event(paid) } }),
    mail: prebuilt(place, { env: { NAME: "mail" } }),
  }),
  changes: [
    nothing("the first deployment of a broker and two functions"),
    change("trigger", "paid moves from cart to mail, with a further filter", (resources) => {
      propertiesOf(resources, "cart").triggers = undefined;
      propertiesOf(resources, "mail").triggers = { event: event(large) };
    }),
    changed("trigger", "mail", "a timer is added", { triggers: { event: event(large), cron: cron("0 2 * * *") } }),
    changed("trigger", "mail", "another schedule, and no filter of amounts", {
      triggers: { event: event(paid), cron: cron("30 3 * * *", { data: '{"full":true}' }) },
    }),
    changed("delivery", "orders", "other retries, and a dead letter", {
      delivery: { ...stubborn, deadLetter: { function: "${cart.name}" } },
    }),
    change("flow", "a channel for cart is added", (resources, place) => {
      resources.fan = component(place, "Flow", to("cart"));
    }),
    changed("flow", "fan", "mail subscribes in place of cart", to("mail")),
    changed("broker", "orders", "another name, and no dead letter", { name: "shop-orders", delivery: stubborn }),
    change("several", "the flow and mail are removed, and paid is cart's again", (resources) => {
      propertiesOf(resources, "cart").triggers = { event: event(paid) };
      delete resources.fan;
      delete resources.mail;
    }),
  ],
};
