type Raw = Readonly<Record<string, unknown>>;

const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
};

/** The API server fills in 30 before it asks a webhook (Kubernetes 1.36). */
export function withGracePeriod(object: Raw): Raw {
  const path = podPaths[String(object["kind"])];
  return path === undefined
    ? object
    : change(object, [...path, "spec"], (spec) => ({ terminationGracePeriodSeconds: 30, ...spec }));
}

function change(object: Raw, [key, ...rest]: readonly string[], to: (value: Raw) => Raw): Raw {
  if (key === undefined) return to(object);
  return { ...object, [key]: change((object[key] ?? {}) as Raw, rest, to) };
}
