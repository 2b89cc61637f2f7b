// The public faces of all components: one row each.
import type { Face } from "./core/face";
import { functionFace } from "./function/schema";
import { knativeFace } from "./knative/schema";

export const faces: Face[] = [functionFace, knativeFace];
