/* Two texts beside each other have no room on a telephone: unless the reader chose that view, one text is shown, with
   what changed in its place. */
const address = new URL(location.href);
if (matchMedia("(max-width: 760px)").matches && !address.searchParams.has("view")) {
  address.searchParams.set("view", "inline");
  location.replace(address);
}
