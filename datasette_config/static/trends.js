// The chart of attention over time, for pointer and keyboard. All that it says and adds up is read from the table.
const chart = document.querySelector(".curves");
const words = JSON.parse(chart.dataset.words);
const isShare = "share" in chart.dataset;
const area = chart.querySelector(".area");
const heads = [...document.querySelectorAll(".counts thead th[data-number]")];
const curves = heads.map((head) => ({
  number: head.dataset.number,
  name: head.querySelector(".asked"),
  swatch: head.querySelector("svg"),
  search: head.dataset.search,
}));
const periods = [...document.querySelectorAll(".counts tbody tr")].map((row) => ({
  row,
  name: row.cells[0].textContent,
  since: row.dataset.since,
  until: row.dataset.until,
  all: Number(row.dataset.all),
  counts: curves.map((_, place) => Number(row.cells[place + 1].dataset.n)),
  said: curves.map((_, place) => row.cells[place + 1].textContent.trim()),
}));

const make = (name, className = "", text = "") => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const middle = (place) => (100 * (place + 0.5)) / periods.length;
const swatch = (curve) => curve.swatch.cloneNode(true);

const layer = make("div", "layer");
layer.tabIndex = 0;
const told = make("p", "hidden", words.keys);
told.id = "trends-keys";
const attributes = {
  role: "slider", "aria-orientation": "horizontal", "aria-label": words.chart, "aria-describedby": told.id,
  "aria-valuemin": 1, "aria-valuemax": periods.length, "aria-valuenow": periods.length,
};
for (const [name, value] of Object.entries(attributes)) layer.setAttribute(name, value);
const shown = make("div");
const band = make("div", "span");
band.hidden = true;
area.append(band, layer, shown);
chart.append(told, make("p", "note hint-of-chart", words.hint));
const picked = make("div", "picked");
picked.hidden = true;
area.after(picked);

let at = periods.length - 1; // the period that is pointed at
let from = null; // where a selection began
let selection = null; // [first, last]

const nameSpan = ([first, last]) =>
  first === last ? periods[first].name : fill(words.to, { first: periods[first].name, last: periods[last].name });

const sayPercent = (percent) => {
  if (!Number.isFinite(percent)) return "–";
  const decimals = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3;
  return `${percent.toFixed(percent > 0 && percent < 100 ? decimals : 0)}%`;
};

// What is true of the periods from one to another, as the table would say it
const sum = ([first, last], place) => {
  const within = periods.slice(first, last + 1);
  const count = within.reduce((total, period) => total + period.counts[place], 0);
  if (first === last) return { count, said: periods[first].said[place] };
  const all = within.reduce((total, period) => total + period.all, 0);
  return { count, said: isShare ? sayPercent((100 * count) / all) : count.toLocaleString("en") };
};

const say = (span) => {
  const values = curves.map((curve, place) => `${curve.name.textContent} ${sum(span, place).said}`);
  const isEmpty = periods.slice(span[0], span[1] + 1).every((period) => !period.all);
  return `${nameSpan(span)}${words.colon}${values.join(", ")}${isEmpty ? ` (${words.none})` : ""}`;
};

const show = (place) => {
  at = Math.min(Math.max(place, 0), periods.length - 1);
  const span = selection && at >= selection[0] && at <= selection[1] ? selection : [at, at];
  layer.setAttribute("aria-valuenow", at + 1);
  layer.setAttribute("aria-valuetext", span === selection ? fill(words.picked, { span: say(span) }) : say(span));
  const line = make("div", "at");
  line.style.left = `${middle(at)}%`;
  const tip = make("div", "tip");
  tip.append(make("b", "", nameSpan(span)));
  const points = curves.map((curve, place) => {
    const told = make("p");
    told.append(swatch(curve), curve.name.cloneNode(true), make("b", "", sum(span, place).said));
    tip.append(told);
    const { counts, all } = periods[at];
    const value = isShare ? (100 * counts[place]) / all : counts[place];
    const point = make("div", `at-point s${curve.number}`);
    point.style.left = `${middle(at)}%`;
    point.style.top = `${100 - (100 * value) / chart.dataset.top}%`;
    return Number.isFinite(value) ? point : "";
  });
  if (!periods[at].all) tip.append(make("p", "note", words.none));
  shown.replaceChildren(line, ...points, tip);
  const room = area.clientWidth - tip.offsetWidth;
  const x = (middle(at) / 100) * area.clientWidth;
  tip.style.left = `${Math.max(0, Math.min(x < area.clientWidth / 2 ? x + 14 : x - 14 - tip.offsetWidth, room))}px`;
};

const hide = () => shown.replaceChildren();

const link = (curve, [first, last]) => {
  const address = new URL(curve.search, location);
  address.searchParams.set("since", periods[first].since);
  address.searchParams.set("until", periods[last].until);
  return address.href;
};

const select = (one, other) => {
  selection = [Math.min(one, other), Math.max(one, other)];
  const [first, last] = selection;
  const step = 100 / periods.length;
  band.style.left = `${first * step}%`;
  band.style.width = `${(last - first + 1) * step}%`;
  band.hidden = false;
  for (const [place, { row }] of periods.entries()) row.classList.toggle("chosen", place >= first && place <= last);
  picked.replaceChildren(make("b", "", fill(words.picked, { span: nameSpan(selection) })));
  for (const [place, curve] of curves.entries()) {
    const { count, said } = sum(selection, place);
    const line = make("p");
    const target = count ? make("a") : make("span");
    if (count) target.href = link(curve, selection);
    const number = isShare ? `${count.toLocaleString("en")} (${said})` : said;
    target.append(curve.name.cloneNode(true), ` ${number}`);
    line.append(swatch(curve), target);
    picked.append(line);
  }
  const only = make("a", "button", words.only);
  const address = new URL(chart.dataset.only, location);
  address.searchParams.set("since", periods[first].since);
  address.searchParams.set("until", periods[last].until);
  only.href = address.href;
  const clear = make("button", "", words.clear);
  clear.type = "button";
  clear.addEventListener("click", () => (unselect(), layer.focus()));
  picked.append(only, clear);
  picked.hidden = false;
};

const unselect = () => {
  selection = from = null;
  band.hidden = picked.hidden = true;
  for (const { row } of periods) row.classList.remove("chosen");
};

// Pointer: point, click a period, drag over several
const find = (event) => {
  const { left, width } = layer.getBoundingClientRect();
  return Math.min(Math.max(Math.floor(((event.clientX - left) / width) * periods.length), 0), periods.length - 1);
};
let isDragged = false;
layer.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  layer.setPointerCapture(event.pointerId);
  isDragged = true;
  from = find(event);
  if (event.pointerType === "mouse") select(from, from);
});
layer.addEventListener("pointermove", (event) => {
  if (isDragged) select(from, find(event));
  show(find(event));
});
layer.addEventListener("pointerup", (event) => {
  if (!isDragged) return;
  select(from, find(event));
  isDragged = false;
  show(find(event));
});
layer.addEventListener("pointercancel", () => (isDragged = false));
layer.addEventListener("pointerleave", () => document.activeElement === layer || hide());

// Keys
layer.addEventListener("focus", () => layer.matches(":focus-visible") && show(at));
layer.addEventListener("blur", hide);
addEventListener("resize", () => shown.hasChildNodes() && show(at));
layer.addEventListener("keydown", (event) => {
  const far = Math.max(2, Math.round(periods.length / 10));
  const goals = {
    ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + far, PageDown: at - far,
    Home: 0, End: periods.length - 1,
  };
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key in goals) {
    const goal = Math.min(Math.max(goals[event.key], 0), periods.length - 1);
    if (event.shiftKey) {
      from ??= at;
      select(from, goal);
    } else unselect();
    show(goal);
  } else if (event.key === "Enter" || event.key === " ") {
    if (!selection) select(at, at);
    show(at);
    picked.querySelector("a").focus();
  } else if (event.key === "Escape") {
    unselect();
    show(at);
  } else return;
  event.preventDefault();
});
