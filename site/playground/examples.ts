import shop from "../../docs/example/shop.yaml";
import unset from "./examples/delay-nobody-set.yaml";
import drains from "./examples/drains-on-sigterm.yaml";
import network from "./examples/network-load-balancer.yaml";
import ready from "./examples/nothing-to-do.yaml";

/** What somebody can start from; the first is shown before anything is pasted. */
export const examples: readonly { readonly name: string; readonly text: string }[] = [
  { name: "A delay of 35 s, and no preStop sleep", text: shop },
  { name: "A delay that nobody set", text: unset },
  { name: "An application that drains on SIGTERM", text: drains },
  { name: "A network load balancer", text: network },
  { name: "Nothing to do", text: ready },
];
