import { seconds } from "#model/findings/seconds.ts";

/** `terminationGracePeriodSeconds` where nobody sets it; the API server fills it in before a webhook sees the object (Kubernetes 1.36). */
export const kubernetesGracePeriod = seconds(30);
