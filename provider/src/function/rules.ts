// What must hold between several properties of a function: one row a rule.
import { distinctPullSecrets } from "../builders/pullSecret";
import type { Rule } from "../core/validate";
import { distinctContainers, distinctVariables, probeRules, seccompProfiles } from "./rules/containers";
import { buildable, digestOfImage, oneImage, registryOfSource, repositoryOfImage } from "./rules/image";
import type { Known } from "./rules/known";
import { annotationsOfOurs, nameServers, selectors, spreading, tlsOnlyOff, tolerations } from "./rules/placement";
import { boundOfQueue, oneQueue, queueOfClass, queueServers } from "./rules/queue";
import { gatesPassed, releaseIsWhole, requireOfRelease } from "./rules/release";
import { limitsHoldRequests } from "./rules/resources";
import { boundedQuery, eachNeedsSteps, risingSteps } from "./rules/rollout";
import { boundedScale, burstCapacity, metricOfClass, scaleBounds, timeoutBounds } from "./rules/scale";
import { distinctTags, latestIsTrue, tagLengths, wholeTraffic } from "./rules/traffic";
import { distinctMountPaths, ephemeralClaims, mountsOfVolumes, readOnlyVolumes, volumesMounted } from "./rules/volumes";
import { triggerNames, triggerProblems } from "./triggers";

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
  annotationsOfOurs,
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
  buildable,
];
