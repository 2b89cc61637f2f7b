// The pulumi command of the environment: a current CLI, and for linking packages the CLI of the language hosts' release.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toolsHome } from "../home";
import { layerHome, layers } from "./layers";

/** The path does not depend on the versions, so that a PATH with it stays valid. */
export const pulumiCommand = join(toolsHome, "bin", "pulumi");

/** Since 3.205 a CLI leaves linking to the language hosts, and these here are older (LinkRequest in pulumi/language.proto). */
export function writePulumiCommand(): void {
  const [current, ofHosts] = [layers.pulumi, layers.languages].map((layer) => join(layerHome(layer), "pulumi"));
  const script = `#!/bin/sh
case "$1 $2" in
  "package add" | "install "*) exec "${ofHosts}" "$@" ;;
esac
exec "${current}" "$@"
`;
  mkdirSync(dirname(pulumiCommand), { recursive: true });
  const unfinished = `${pulumiCommand}.unfinished`;
  writeFileSync(unfinished, script, { mode: 0o755 });
  renameSync(unfinished, pulumiCommand);
}
