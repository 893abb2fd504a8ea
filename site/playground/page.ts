import { byId } from "./by-id.ts";
import { copyOnClick } from "./copy-on-click.ts";
import { examples } from "./examples.ts";
import type { Choices, Response } from "./messages.ts";
import { Questions } from "./questions.ts";
import { readFragment, writeFragment } from "./share.ts";
import { showSliders } from "./sliders.ts";

const text = byId("manifests", HTMLTextAreaElement);
const policy = byId("policy", HTMLSelectElement);
const cluster = byId("cluster", HTMLInputElement);
const example = byId("example", HTMLSelectElement);
const status = byId("status", HTMLElement);

const questions = new Questions(new URL("worker.js", import.meta.url), show, (message) => say(message));

/** Typing is answered when it pauses. */
const pauseMs = 120;
const timer: { id: ReturnType<typeof setTimeout> | undefined } = { id: undefined };

const choices = (): Choices => ({ policy: policy.value, clusterName: cluster.value.trim() });

const ask = (): void => questions.judge(text.value, choices());

text.addEventListener("input", () => {
  clearTimeout(timer.id);
  timer.id = setTimeout(ask, pauseMs);
});
for (const field of [policy, cluster]) field.addEventListener("change", ask);

for (const { name } of examples) example.append(new Option(name, name));
example.addEventListener("change", () => {
  const chosen = examples.find(({ name }) => name === example.value);
  if (chosen !== undefined) put(chosen.text);
  example.value = "";
});

byId("file", HTMLInputElement).addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement) void putFiles(target.files);
});
text.addEventListener("dragover", (event) => event.preventDefault());
text.addEventListener("drop", (event) => {
  const files = event.dataTransfer?.files;
  if (files === undefined || files.length === 0) return;
  event.preventDefault();
  void putFiles(files);
});

copyOnClick(byId("copy-fixed", HTMLButtonElement), () => byId("fixed-text", HTMLTextAreaElement).value, say);
byId("use-fixed", HTMLButtonElement).addEventListener("click", () => put(byId("fixed-text", HTMLTextAreaElement).value));
byId("share", HTMLButtonElement).addEventListener("click", () => void share());

byId("answer", HTMLElement).addEventListener("click", ({ target }) => {
  const line = target instanceof HTMLElement ? target.dataset["line"] : undefined;
  if (line !== undefined) selectLine(Number(line));
});

const shared = await readFragment(location.hash).catch(() => undefined);
policy.value = shared?.policy ?? "";
cluster.value = shared?.clusterName ?? "";
put(shared?.text ?? examples[0]?.text ?? "");

function put(manifests: string): void {
  text.value = manifests;
  text.scrollTop = 0;
  ask();
}

/** Several files become documents of one text. */
async function putFiles(files: FileList | null): Promise<void> {
  const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
  if (texts.length > 0) put(texts.join("\n---\n"));
}

function show(response: Response): void {
  switch (response.kind) {
    case "judged":
      showAnswer(response);
      return;
    case "tried": {
      const workload = document.querySelector(`.try[data-workload="${response.workload}"]`)?.closest("article");
      const figure = workload?.querySelector("figure");
      const outcome = workload?.querySelector(".outcome");
      if (figure) figure.innerHTML = response.svg;
      if (outcome) outcome.textContent = response.sentences.join(" ");
      return;
    }
    case "failed":
      say(`The page could not answer: ${response.message}`);
      return;
  }
}

/** Every part is HTML that was escaped where it was made; see src/wording/markup.ts. */
function showAnswer({ answer, sliders, fixed }: Extract<Response, { kind: "judged" }>): void {
  byId("summary", HTMLElement).innerHTML = answer.summary;
  byId("notes", HTMLElement).innerHTML = answer.notes;
  byId("findings", HTMLElement).innerHTML = answer.findings;
  byId("workloads", HTMLElement).innerHTML = answer.workloads.join("");
  for (const place of document.querySelectorAll<HTMLElement>(".try")) {
    const at = Number(place.dataset["workload"]);
    const start = sliders[at];
    if (start !== undefined) showSliders(place, start, (values) => questions.try(at, values));
  }
  byId("fixed", HTMLElement).hidden = !fixed.changed;
  byId("fixed-text", HTMLTextAreaElement).value = fixed.text;
  byId("diff", HTMLElement).innerHTML = fixed.diff ?? "<p>There are too many changes to show. Copy the text instead.</p>";
  byId("refused", HTMLElement).textContent =
    fixed.refused.length === 0 ? "" : `Not changed, because more than a value would change: ${fixed.refused.join("; ")}`;
  say("");
  document.body.dataset["answered"] = String(Number(document.body.dataset["answered"] ?? "0") + 1);
}

function selectLine(line: number): void {
  const lines = text.value.split("\n");
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  const height = text.scrollHeight / Math.max(1, lines.length);
  text.scrollTop = Math.max(0, (line - 4) * height);
}

async function share(): Promise<void> {
  const fragment = await writeFragment({ text: text.value, ...choices() });
  history.replaceState(null, "", fragment);
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied. It holds the manifests themselves, and no server sees them.");
  } catch {
    say("The address of this page is now the link. It holds the manifests themselves, and no server sees them.");
  }
}

function say(message: string): void {
  status.textContent = message;
}
