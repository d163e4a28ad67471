// The editor is made by Datasette's script on load; what it can do is told only where it is there. Tab leaves it, and
// Shift + Tab only by this.
addEventListener("load", () => {
  const editor = document.querySelector(".CodeMirror")?.CodeMirror;
  editor?.setOption("extraKeys", { ...editor.getOption("extraKeys"), "Shift-Tab": false });
  for (const hint of document.querySelectorAll(".sql-keys")) hint.hidden = !editor;
});
