/* The page of an article: a link to the citation unfolds it where the browser does not, a picture that cannot be shown
   becomes a quiet frame, and from a marked word one steps to the one before and the next. */
function unfold() {
  const within = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = within && within.closest("details");
  if (folded) folded.open = true;
}
addEventListener("hashchange", unfold);
for (const image of document.querySelectorAll("figure.picture img")) {
  const refuse = () => image.closest("figure").classList.add("refused");
  image.addEventListener("error", refuse);
  if (image.complete && !image.naturalWidth) refuse();
}

const steps = document.querySelector(".hits .steps");
if (steps) {
  const [before, next] = steps.querySelectorAll("a");
  const number = Number(steps.dataset.marks);
  const show = () => {
    const at = Number(/^#mark-(\d+)$/.exec(location.hash)?.[1]);
    steps.hidden = !at;
    steps.previousElementSibling.hidden = at > 0;
    if (!at) return;
    steps.querySelector(".note").textContent = `${at} / ${number}`;
    before.hash = `#mark-${at > 1 ? at - 1 : number}`;
    next.hash = `#mark-${at < number ? at + 1 : 1}`;
  };
  addEventListener("hashchange", show);
  for (const link of [before, next]) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.replace(link.href); // not a page of the browser's history each
      link.focus({ preventScroll: true });
    });
  }
  show();
}
unfold(); // last: it fails on a hash that is no UTF-8
