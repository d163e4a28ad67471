// The menu of a list's columns is made by Datasette's table.js, in English; here its entries get the reader's words.
for (const [entry, words] of Object.entries(JSON.parse(document.currentScript.dataset.words))) {
  const link = document.querySelector(`a.dropdown-${entry}`);
  if (link) link.textContent = words;
}
