/* The menu of a column of a table is Datasette's: an icon that only a pointer can press, and a menu at the end of the
   page. Here the icon gets a button, and the menu the keys of one. */
addEventListener("load", () => {
  const menu = document.querySelector("body > .dropdown-menu");
  const label = document.querySelector(".table-wrapper[data-menu]")?.dataset.menu;
  if (!menu || !label) return;
  let opener = null;
  const isOpen = () => menu.style.display !== "none";
  const listItems = () => [...menu.querySelectorAll("a")].filter((item) => item.offsetParent);
  const tell = () => opener?.setAttribute("aria-expanded", isOpen());
  const close = () => {
    menu.style.display = "none";
    tell();
  };
  for (const icon of document.querySelectorAll(".dropdown-menu-icon")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "column-menu";
    const name = icon.closest("th").querySelector("a").firstChild.data.trim();
    button.setAttribute("aria-label", label.replace("{name}", () => name));
    button.setAttribute("aria-expanded", "false");
    icon.setAttribute("aria-hidden", "true");
    icon.replaceWith(button);
    button.append(icon);
    button.addEventListener("click", (event) => {
      event.stopPropagation(); // else the page takes it for one beside the menu
      const wasOpen = isOpen() && opener === button;
      close();
      opener = button;
      if (!icon.contains(event.target)) icon.dispatchEvent(new MouseEvent("click", { cancelable: true }));
      if (wasOpen) close();
      tell();
      if (isOpen() && event.detail === 0) listItems()[0]?.focus(); // by a key
    });
    icon.addEventListener("click", () => { // Datasette stops the event here
      opener = button;
      tell();
    });
  }
  menu.addEventListener("keydown", (event) => {
    const items = listItems();
    const at = items.indexOf(document.activeElement);
    const goals = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key === "Escape" || event.key === "Tab") {
      close();
      opener?.focus();
      if (event.key === "Tab") return; // and from there to what comes before or after it
    } else if (event.key in goals) items[(goals[event.key] + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
  });
  document.body.addEventListener("click", () => setTimeout(tell));
});
