// Names of environment variables, as Knative and Kubernetes take them.
import { z } from "zod";

/** serving v0.50, pkg/apis/serving/k8s_validation.go: names that queue-proxy and the controller set themselves. */
const reservedEnv = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];

export const envName = z
  .string()
  .regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
    error:
      'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it',
  })
  .refine((name) => !reservedEnv.includes(name), {
    error: `is set by Knative itself (${reservedEnv.join(", ")} are reserved); choose another name`,
  });
