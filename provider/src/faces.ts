// The public API of all components, one row each.
import { brokerFace } from "./broker/brokerSchema";
import { flowFace } from "./flow/flowSchema";
import { functionFace } from "./function/functionSchema";
import type { Face } from "./input/face";
import { knativeFace } from "./knative/knativeSchema";
import { sourceFace } from "./source/eventSourceSchema";

export const faces: Face[] = [functionFace, knativeFace, brokerFace, sourceFace, flowFace];
