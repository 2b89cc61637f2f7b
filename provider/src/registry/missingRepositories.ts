// Reports all repositories that must exist before a push, as some registries require, in one error.

import { Failure } from "../input/problems";
import { oncePerDeployment } from "../pulumi/previous";
import { MissingRepository, Repository } from "./distribution";
import { repositoryUrl } from "./reference";
import type { Login } from "./savedLogin";

/** The repositories that this deployment pushes to, with the login for each. */
const wanted = oncePerDeployment(() => new Map<string, Login | undefined>());

/** The result of `push`. All pushes register before the first one can fail, so that every repository can be checked then. */
export async function pushedTo(repository: string, login: Login | undefined, push: () => Promise<string>) {
  wanted().set(repository, login);
  try {
    return await push();
  } catch (error) {
    if (!(error instanceof MissingRepository)) throw error;
    throw new Failure(await missingBeside(repository));
  }
}

const anyDigest = `sha256:${"0".repeat(64)}`;

async function missingBeside(repository: string): Promise<string> {
  const { host } = repositoryUrl(repository);
  const others = [...wanted()].filter(([name]) => name !== repository && repositoryUrl(name).host === host);
  const missing = await Promise.all(
    others.map(async ([name, login]) => ((await isMissing(name, login)) ? [name] : [])),
  );
  const all = [repository, ...missing.flat()].map((name) => repositoryUrl(name).path).sort();
  const [what, them] = all.length === 1 ? ["repository", "it"] : ["repositories", "them"];
  return `registry ${host} has no ${what} ${all.join(", ")} and does not create any on push; create ${them} there first`;
}

/** Other failures are reported by the repository's own push. */
async function isMissing(name: string, login: Login | undefined): Promise<boolean> {
  const repository = new Repository(name, login, (path) => [`repository:${path}:pull,push`]);
  return await repository.begin(anyDigest).then(
    () => false,
    (error) => error instanceof MissingRepository,
  );
}
