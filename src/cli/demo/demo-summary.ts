import type { DemoScreen } from "./demo-screen.ts";

/** The last screen: what was shown, and where to go from here. */
export function showSummary(screen: DemoScreen, cost: string): void {
  screen.title("What you saw");
  screen.text(
    "enforce  A Pod got the preStop sleep, grace period and readiness gate that its Ingress requires.",
    "         A delay that running Pods could not survive was refused, with the way to raise it.",
    "warn     The same decisions as warnings; nothing was changed or refused.",
    "audit    The client saw nothing; log and metrics recorded what would have been done.",
    `cost     ${cost}`,
    "",
    "Next, with your own manifests and your own cluster; none of these changes anything:",
  );
  screen.command("npx outlive check k8s/");
  screen.command("npx outlive explain deployment/NAME -f k8s/");
  screen.command("npx outlive audit");
}
