/** Positions of the fields of an ALB access log line ("Access log entries" of the user guide). The list only grows at its end. */
export const accessField = {
  type: 0,
  time: 1,
  loadBalancer: 2,
  client: 3,
  target: 4,
  requestTime: 5,
  targetTime: 6,
  responseTime: 7,
  status: 8,
  targetStatus: 9,
  request: 12,
  targetGroup: 16,
  traceId: 17,
  created: 21,
  actions: 22,
  errorReason: 24,
  connectionId: 29,
  node: 33,
  targetErrorCode: 34,
} as const;

/** What stands behind the last known field is ignored. */
export const knownFields = 36;

/** Without the first twelve a line says nothing about its target. */
export const neededFields = 12;
