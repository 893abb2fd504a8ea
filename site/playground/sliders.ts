import { assumedRate } from "#playground/assumed-rate.ts";
import type { StartingValues } from "#playground/starting-values.ts";
import type { TriedValues } from "./messages.ts";

interface Slider {
  readonly name: keyof TriedValues;
  readonly label: string;
  readonly most: number;
  readonly unit: string;
}

const sliders: readonly Slider[] = [
  { name: "preStop", label: "preStop sleep", most: 320, unit: "s" },
  { name: "gracePeriod", label: "grace period", most: 360, unit: "s" },
  { name: "deregistrationDelay", label: "deregistration delay", most: 320, unit: "s" },
  { name: "requestTimeout", label: "longest request", most: 120, unit: "s" },
  { name: "rate", label: "requests", most: 500, unit: "a second" },
];

/** Puts the sliders of one workload into `place`. */
export function showSliders(place: HTMLElement, start: StartingValues, tryValues: (values: TriedValues) => void): void {
  const values: Record<keyof TriedValues, number | undefined> = { ...start, rate: assumedRate };
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = "What if";
  group.append(legend);
  const ask = (): void => tryValues(complete(values));
  for (const slider of sliders) {
    if (values[slider.name] === undefined) continue;
    group.append(
      labelled(slider, values[slider.name] ?? 0, (value) => {
        values[slider.name] = value;
        ask();
      }),
    );
  }
  place.replaceChildren(group);
}

function labelled({ label, most, unit, name }: Slider, value: number, moved: (value: number) => void): HTMLElement {
  const element = document.createElement("label");
  const input = document.createElement("input");
  const shown = document.createElement("output");
  input.type = "range";
  input.name = name;
  input.min = "0";
  input.max = String(Math.max(most, value));
  input.value = String(value);
  const show = (): void => {
    shown.textContent = `${input.value} ${unit}`;
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => {
    show();
    moved(input.valueAsNumber);
  });
  show();
  element.append(document.createTextNode(`${label} `), input, shown);
  return element;
}

const complete = ({
  preStop = 0,
  gracePeriod = 0,
  deregistrationDelay,
  requestTimeout = 0,
  rate = 0,
}: Record<keyof TriedValues, number | undefined>): TriedValues => ({
  preStop,
  gracePeriod,
  deregistrationDelay,
  requestTimeout,
  rate,
});
