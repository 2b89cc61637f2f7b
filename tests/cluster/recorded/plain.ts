// Changes whose update runs without its preview's plan.
import { changed, type Group, nothing, prebuilt } from "./change";

const named = (name: string, token: string) => ({
  env: { NAME: name },
  secrets: { TOKEN: { "fn::secret": token } },
});

export const plain: Group = {
  unplanned: true,
  resources: (place) => ({ plain: prebuilt(place, named("one", "one")) }),
  changes: [
    nothing("the first deployment"),
    changed("env", "plain", "NAME=two", named("two", "one")),
    changed("secret", "plain", "TOKEN is rotated", named("two", "two")),
    changed("rollback", "plain", "taken back to the first", named("one", "one")),
  ],
};
