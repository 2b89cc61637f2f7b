// The public faces of all components: one row each.
import { brokerFace } from "./broker/schema";
import type { Face } from "./core/face";
import { flowFace } from "./flow/schema";
import { functionFace } from "./function/schema";
import { knativeFace } from "./knative/schema";
import { sourceFace } from "./source/schema";

export const faces: Face[] = [functionFace, knativeFace, brokerFace, sourceFace, flowFace];
