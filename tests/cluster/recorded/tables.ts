// Changes of a traffic table: a revision listed twice, a reverted change, a revision whose name no preview knows.
import { change, earlier, type Group, nothing, prebuilt, propertiesOf, type World } from "./change";

/** A variable and a secret, so that each revision reads its own Secret. */
const named = (name: string, more: object = {}) => ({
  env: { NAME: name },
  secrets: { TOKEN: { "fn::secret": `token of ${name}` } },
  ...more,
});

const table = (what: string, given: (world: World) => object) =>
  change("traffic", `table: ${what}`, (resources, world) => {
    Object.assign(propertiesOf(resources, "table"), given(world));
  });

const half = { latest: true, percent: 50 };
const helped = { NAME: "three", HELPER: "${helper.url}" };

export const tables: Group = {
  resources: (place) => ({ table: prebuilt(place, named("one")) }),
  changes: [
    nothing("the first deployment"),
    table("NAME=two, and half of it stays with the one before", ({ past }) => {
      const { revision } = earlier(past.table ?? [], 0);
      return named("two", { traffic: [{ revision, percent: 50 }, half] });
    }),
    table("NAME=one again, while the table stays", () => named("one")),
    table("NAME=three, and the latest twice", () => named("three", { traffic: [half, half] })),
    change("unknown", "table: a variable with the URL of a function that is new", (resources, place) => {
      resources.helper = prebuilt(place, { env: { NAME: "helper" } });
      Object.assign(propertiesOf(resources, "table"), { traffic: undefined, env: helped });
    }),
    change("unknown", "helper: another name, whose URL table reads", (resources) => {
      propertiesOf(resources, "helper").name = "assistant";
    }),
    change("rollback", "table: the release of the second, and no helper any more", (resources, { past }) => {
      delete resources.helper;
      const release = past.table?.[1]?.release;
      Object.assign(propertiesOf(resources, "table"), { ...named("two"), image: undefined, release });
    }),
  ],
};
