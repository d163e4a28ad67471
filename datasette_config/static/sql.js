// The editor is made by Datasette's script on load; what it can do is told only where it is there.
addEventListener("load", () => {
  const isEditor = document.querySelector(".CodeMirror") !== null;
  for (const hint of document.querySelectorAll(".sql-keys")) hint.hidden = !isEditor;
});
