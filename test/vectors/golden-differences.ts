/**
 * Where files alone cannot tell what AWS holds, each with its reason and with the lines that the comparison then gives.
 * Everything that is not named here has to be equal. Keys are the number of a scenario and which of its files is read.
 */
interface Difference {
  readonly because: string;
  readonly differs: readonly string[];
}

const kept = "the key was removed from the object and AWS keeps the value; only both states together show it (kept-by-aws.test.ts)";
const stopped = "the controller stops and AWS keeps the state before the update, which is not in the files";
const notMade = "the controller stopped at this group, so no binding is in the files, and what was made before is not known from them";
const noService = "the binding's Service does not exist, so it is behind no Service and no Pod is registered in it";

export const differences: Readonly<Record<string, Difference>> = {
  "014 update": { because: notMade, differs: ["one:80: missing"] },
  "014 live": {
    because: stopped,
    differs: [
      "one:80: delay 65, not 21",
      "one:80: idle 40, not 30",
      "one:80: deregistration_delay.timeout_seconds 65, not 21",
    ],
  },
  "140 update": { because: notMade, differs: ["one:80: missing"] },
  "101 update": {
    because: kept,
    differs: ["broker:1883: delay 300, not 60", "broker:1883: deregistration_delay.timeout_seconds undefined, not 60"],
  },
  "101 live": {
    because: kept,
    differs: ["broker:1883: delay 300, not 60", "broker:1883: deregistration_delay.timeout_seconds undefined, not 60"],
  },
  "104 update": { because: kept, differs: ["web:80: idle 60, not 120"] },
  "104 live": { because: kept, differs: ["web:80: idle 60, not 120"] },
  "107 manifests": { because: noService, differs: ["ghost:80: missing"] },
  "107 live": { because: noService, differs: ["to-nowhere: missing"] },
};
