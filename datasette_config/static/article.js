/* The page of an article: a link to the citation unfolds it where the browser does not, and a picture that cannot be
   shown becomes a quiet frame. */
function unfold() {
  const within = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = within && within.closest("details");
  if (folded) folded.open = true;
}
addEventListener("hashchange", unfold);
unfold();
for (const image of document.querySelectorAll("figure.picture img")) {
  const refuse = () => image.closest("figure").classList.add("refused");
  image.addEventListener("error", refuse);
  if (image.complete && !image.naturalWidth) refuse();
}
