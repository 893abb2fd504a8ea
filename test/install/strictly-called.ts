/**
 * Values with which nothing that is created unchecked goes unseen. A `failurePolicy` of Fail is for an upgrade: nothing answers before the
 * first start. The longer timeout is for slow machines: it is calls that break which are counted, whoever answers late is seen in the times.
 */
export const strictlyCalled = {
  webhooks: {
    timeoutSeconds: 10,
    ...Object.fromEntries(["pods", "workloads", "routes", "classes"].map((name) => [name, { failurePolicy: "Fail" }])),
  },
} as const;
