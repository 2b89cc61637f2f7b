// A Pulumi program for Node.js outside the repository, with its own package.json and node_modules.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, type CommandResult, run } from "../environment/command";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { Program } from "./program";

export const providerDirectory = join(repository, "provider");

/** The versions that the package itself is built with, which are already in npm's cache. */
const { dependencies } = JSON.parse(readFileSync(join(providerDirectory, "package.json"), "utf8"));
export const pulumiForNode = {
  "@pulumi/pulumi": dependencies["@pulumi/pulumi"],
  typescript: dependencies.typescript,
};

export const quickNpm = {
  npm_config_prefer_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_loglevel: "error",
};

export class NodeProgram extends Program {
  constructor(target: StackTarget, name: string, packages: Record<string, string>) {
    super(target, name, { pluginOnPath: false });
    Object.assign(this.environment, quickNpm);
    this.write("Pulumi.yaml", JSON.stringify({ name, runtime: "nodejs" }));
    this.write("package.json", JSON.stringify({ name, private: true, dependencies: packages }));
    this.compilerOptions({ target: "es2020", module: "commonjs", moduleResolution: "node" });
  }

  /** Writes tsconfig.json; strict, and the package's declarations are checked, too. */
  compilerOptions(options: object): void {
    this.write("tsconfig.json", JSON.stringify({ compilerOptions: { strict: true, ...options } }));
  }

  npm(...args: string[]): Promise<string> {
    return run("npm", args, { cwd: this.directory, env: this.environment });
  }

  compile(): Promise<CommandResult> {
    const compiler = join(this.directory, "node_modules", "typescript", "bin", "tsc");
    return attempt(process.execPath, [compiler, "--noEmit", "-p", "."], { cwd: this.directory });
  }
}
