import { furtherObjects } from "./further-objects.ts";
import { plainWorld } from "./plain-world.ts";

/** Every field that is read of what tenants write, in one of the objects; `test/load-balancers/tenant-fields.test.ts` holds it to that. */
export const tenantWorld = [...plainWorld, ...furtherObjects];
