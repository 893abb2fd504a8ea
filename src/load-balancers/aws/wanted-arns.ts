import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";

/** As many target groups as an account may have in a region (ELB quotas), which limits what a tenant's bindings can make us request. */
const most = 3_000;

/** ARNs of all bindings in these namespaces, one of each namespace in turn, so that none can keep the others waiting. */
export function wantedArns(view: ClusterView, includes: (namespace: string) => boolean = () => true): readonly string[] {
  const wanted = new Set<string>();
  let open = [...arnsByNamespace(view)].filter(([namespace]) => includes(namespace)).map(([, arns]) => arns);
  for (let turn = 0; open.length > 0 && wanted.size < most; turn += 1) {
    for (const arn of open.flatMap((arns) => arns[turn] ?? [])) if (wanted.size < most) wanted.add(arn);
    open = open.filter((arns) => turn + 1 < arns.length);
  }
  return [...wanted];
}

function arnsByNamespace(view: ClusterView): ReadonlyMap<string, readonly string[]> {
  const byNamespace = new Map<string, string[]>();
  for (const { meta, targetGroupArn: arn } of [...view.list("TargetGroupBinding"), ...view.list("EksTargetGroupBinding")]) {
    if (meta.deleting || arn === undefined || parseTargetGroupArn(arn) === undefined) continue;
    const arns = byNamespace.get(meta.namespace);
    if (arns === undefined) byNamespace.set(meta.namespace, [arn]);
    else arns.push(arn);
  }
  return byNamespace;
}
