// The image that holds the namespaces of every Pod.
import { join } from "node:path";
import { go } from "../tools/go";
import type { Tools } from "../tools/tools";
import { pushImage } from "./image";

export function pushPause(tools: Tools, registry: string): Promise<string> {
  const config = { reference: `${registry}/pause:3.10`, user: "65535:65535", entrypoint: "/pause" };
  return pushImage(tools, config, async (root) => {
    const flags = ["build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"];
    await go(join(__dirname, "pause"), [...flags, "-o", join(root, "pause"), "."]);
  });
}
