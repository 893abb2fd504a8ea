import { readPermissions } from "#kubernetes/api/read-permissions.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

/** Rules of the ClusterRole as YAML, each with why every resource in it is read. */
export function permissionRules(): string {
  const permissions = readPermissions(watchedKinds);
  const groups = [...new Set(permissions.map(({ group }) => group))];
  return groups
    .map((group) => {
      const own = permissions.filter((permission) => permission.group === group);
      const purposes = [...new Set(own.map(({ purpose }) => purpose))];
      const comments = purposes.map((purpose) => {
        const resources = own.filter((permission) => permission.purpose === purpose).map(({ resource }) => resource);
        return `# ${resources.join(", ")}: ${purpose}`;
      });
      const resources = own.map(({ resource }) => resource).join(", ");
      return [
        ...comments,
        `- apiGroups: [${JSON.stringify(group)}]`,
        `  resources: [${resources}]`,
        "  verbs: [list, watch]",
      ].join("\n");
    })
    .join("\n");
}
