// Checks in a preview whether the registry answers, if the update will push an image.
import { oncePerDeployment } from "../pulumi/previous";
import { isInState } from "./away";
import { whyAway } from "./presence";
import { repositoryUrl } from "./reference";
import { warned } from "./warned";

const looks = oncePerDeployment(() => new Map<string, Promise<string | undefined>>());

/** Queries each registry once. */
export async function warnUnreachable(reference: string): Promise<void> {
  if (await isInState(reference)) return;
  const { host } = repositoryUrl(reference);
  const look = looks().get(host) ?? whyAway(reference);
  looks().set(host, look);
  const why = await look;
  if (why !== undefined) warned(`${why}. The update has to push an image there, and fails if this persists.`);
}
