export function copyOnClick(button: HTMLButtonElement, text: () => string, say: (message: string) => void): void {
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(
      () => say("Copied."),
      () => say("The browser does not let the page copy. Select the text below and copy it."),
    );
  });
}
