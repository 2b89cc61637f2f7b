// The package.json of the repository's root. `npm install` of the repository's Git address installs the root, which is therefore
// this package too: what it installs and offers is the provider's, one directory up.
import type about from "../package.json";

type Paths = { [key: string]: string | Paths };

/** `root` is the text of the file, which keeps everything of its own: workspaces, scripts, what is for development. */
export function rootPackage(root: string, provider: typeof about): string {
  const { name, version, description, license, engines, types, exports, bin, files, dependencies } = provider;
  const installed = {
    ...{ name, version, description, license, engines },
    types: below(types),
    exports: { ...mapped(exports), "./package.json": "./package.json" },
    bin: mapped(bin),
    files: ["package.json", ...files].map(below),
    dependencies,
  };
  return `${JSON.stringify({ ...JSON.parse(root), ...installed }, undefined, 2)}\n`;
}

const mapped = (paths: Paths): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([key, path]) => [key, typeof path === "string" ? below(path) : mapped(path)]),
  );

/** `./` and `!` stay in front. */
const below = (path: string) => path.replace(/^(\.\/|!)?/, "$1provider/");
