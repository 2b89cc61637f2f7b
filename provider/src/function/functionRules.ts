// The rules that involve several properties of a function, in order.

import type { Rule } from "../input/validate";
import { distinctPullSecrets } from "../registry/pullSecret";
import { distinctContainers, distinctVariables, probeRules, seccompProfiles } from "./container/containerRules";
import { limitsHoldRequests } from "./container/resourceRules";
import { buildable, digestOfImage, oneImage, registryOfSource, repositoryOfImage } from "./image/imageRules";
import type { Known } from "./knownArgs";
import { nameServers, reservedAnnotations, selectors, spreading, tlsOnlyOff, tolerations } from "./pod/placementRules";
import { gatesPassed, releaseIsWhole, requireOfRelease } from "./release/releaseRules";
import { boundedQuery, eachNeedsSteps, risingSteps } from "./rollout/rolloutRules";
import { boundOfQueue, oneQueue, queueOfClass, queueServers } from "./scaling/queueRules";
import { boundedScale, burstCapacity, metricOfClass, scaleBounds, timeoutBounds } from "./scaling/scaleRules";
import { distinctTags, latestIsTrue, tagLengths, wholeTraffic } from "./traffic/trafficRules";
import { repliesRead, triggerNames, triggerProblems } from "./triggers/functionTriggers";
import {
  distinctMountPaths,
  ephemeralClaims,
  mountsOfVolumes,
  readOnlyVolumes,
  volumesMounted,
} from "./volumes/volumeRules";

export const functionRules: Rule<Known>[] = [
  oneImage,
  digestOfImage,
  registryOfSource,
  repositoryOfImage,
  distinctPullSecrets,
  scaleBounds,
  metricOfClass,
  burstCapacity,
  timeoutBounds,
  oneQueue,
  boundOfQueue,
  queueOfClass,
  queueServers,
  distinctVariables,
  distinctContainers,
  probeRules,
  seccompProfiles,
  limitsHoldRequests,
  volumesMounted,
  mountsOfVolumes,
  distinctMountPaths,
  readOnlyVolumes,
  ephemeralClaims,
  tolerations,
  selectors,
  spreading,
  nameServers,
  tlsOnlyOff,
  reservedAnnotations,
  wholeTraffic,
  distinctTags,
  tagLengths,
  latestIsTrue,
  risingSteps,
  boundedQuery,
  eachNeedsSteps,
  releaseIsWhole,
  requireOfRelease,
  gatesPassed,
  boundedScale,
  triggerProblems,
  triggerNames,
  repliesRead,
  buildable,
];
