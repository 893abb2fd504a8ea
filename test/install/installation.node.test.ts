import { afterAll, beforeAll } from "vitest";
import { baseImage } from "../node/base-image.ts";
import { lifecycle } from "./lifecycle.ts";
import { load } from "./load.ts";
import { outage } from "./outage.ts";
import { type Site, startSite } from "./site.ts";

// One cluster for all of them: a start takes half a minute, and only one can be up on a machine.
let started: Site | undefined;

beforeAll(async () => {
  started = await startSite();
  await started.nodes.importImage(baseImage(started.nodes.folder));
}, 900_000);

afterAll(() => started?.stop());

function site(): Site {
  if (started === undefined) throw new Error("the cluster did not start");
  return started;
}

lifecycle(site);
outage(site);
load(site);
