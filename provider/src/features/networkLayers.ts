// The network layers that can be installed, by the property that selects them.
import { contour } from "./contour";
import { gatewayApi } from "./gatewayApi";
import { istio } from "./istio";
import { kourier } from "./kourier";
import type { NetworkLayer } from "./networkLayer";

export const layers = { kourier, contour, istio, gatewayApi } as const satisfies Record<string, NetworkLayer>;

export type LayerName = keyof typeof layers;

export const layerNames = Object.keys(layers) as LayerName[];

export function layerOfClass(ingressClass: string): NetworkLayer | undefined {
  return Object.values(layers).find((layer) => layer.ingressClass === ingressClass);
}
