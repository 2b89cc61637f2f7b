// A preview asks the registry whether it answers at all, where the update will have an image to push.
import { oncePerDeployment } from "../pulumi/previous";
import { isInState } from "./away";
import { whyAway } from "./presence";
import { repositoryUrl } from "./reference";
import { warned } from "./warned";

const looks = oncePerDeployment(() => new Map<string, Promise<string | undefined>>());

/** Each registry is asked once. */
export async function warnUnreachable(reference: string): Promise<void> {
  if (await isInState(reference)) return;
  const { host } = repositoryUrl(reference);
  const look = looks().get(host) ?? whyAway(reference);
  looks().set(host, look);
  const why = await look;
  if (why !== undefined) warned(`${why}. The update has an image to push there, and fails if this stays so.`);
}
