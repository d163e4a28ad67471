// The menu of a list's columns and the SQL editor are made by Datasette's scripts, with English words or none: here
// they get the reader's, by selector.
const words = Object.entries(JSON.parse(document.currentScript.dataset.words));
addEventListener("load", () => {
  for (const [selector, text] of words) {
    const element = document.querySelector(selector);
    if (element?.matches("textarea")) element.ariaLabel = text;
    else if (element) element.textContent = text;
  }
});
