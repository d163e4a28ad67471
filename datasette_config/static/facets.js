// What takes longer to count than a page of results comes after it, in the places that the page keeps for it.
const place = document.getElementById("times");
if (place?.dataset.facets) {
  place.setAttribute("aria-busy", "true");
  fetch(place.dataset.facets)
    .then((answer) => answer.text())
    .then((text) => {
      const found = new DOMParser().parseFromString(text, "text/html");
      const parts = found.querySelectorAll("[data-place]");
      for (const part of parts) document.getElementById(part.dataset.place).replaceChildren(...part.childNodes);
      const hint = found.querySelector("body > .hint");  // it took too long: the link stays
      if (hint) place.append(hint);
      if (parts.length) place.classList.remove("later");
    })
    .finally(() => place.removeAttribute("aria-busy"))
    .catch(() => {});  // the link stays
}
