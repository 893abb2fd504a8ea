/** On a narrow screen the list of pages would push the page itself out of sight. */
const narrow = "(max-width: 46rem)";
const pages = document.querySelector<HTMLDetailsElement>(".side .all");
if (pages !== null && matchMedia(narrow).matches) pages.open = false;
