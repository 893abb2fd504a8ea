/** Fills the list of versions from `versions.js`, which stands above the folders of all versions; without it there is only this one. */
const select = document.querySelector<HTMLSelectElement>("#version");
const root = document.body.dataset["root"] ?? ".";
if (select !== null) void offer(select);

async function offer(versions: HTMLSelectElement): Promise<void> {
  const own = versions.value;
  const found: { default: readonly string[] } = await import(new URL("../versions.js", import.meta.url).href).catch(() => ({
    default: [own],
  }));
  versions.replaceChildren(...found.default.map((name) => new Option(name, name, name === own, name === own)));
  versions.addEventListener("change", () => {
    location.href = `${root}/../${versions.value}/index.html`;
  });
}
