/* Page «Связи»: opens stops of the list in place, and draws the list as a picture.
   The list is all there is: the picture knows nothing that does not stand in it. */
"use strict";

(() => {
  const trace = document.getElementById("trace");
  const told = document.getElementById("trace-told");
  const box = document.getElementById("picture");
  const chosen = document.getElementById("picture-chosen");
  const WIDE = 310;
  const HIGH = 80;
  const READABLE = 0.75;
  const TONES = { a: "#a4161a", b: "#8a4b00", c: "#1d5c8a", "": "#565e66" };

  /* ---- The list ---- */

  const stopsIn = (node) => [...node.querySelectorAll("li[data-key]")];
  const stopOf = (key) => stopsIn(trace).find((stop) => stop.dataset.key === key);
  const openingsOf = (stop) => [...stop.querySelectorAll(":scope > .stop-line .opening[data-part]")];

  async function open(link, byKeyboard) {
    if (link.hasAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    link.classList.remove("opening-failed");
    const added = await partOf(link.dataset.part).catch(() => null);
    link.removeAttribute("aria-busy");
    if (!added) {
      link.classList.add("opening-failed");
      return;
    }
    const first = added.querySelector("a");
    put(link, added);
    if (byKeyboard && first) first.focus();
    told.textContent = `Добавлено: ${stopsIn(trace).length} на странице`;
    draw();
  }

  async function partOf(address) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return holder.content;
  }

  /* What stands for the rest of a list gives way to it; what is opened at a stop goes below it. */
  function put(link, added) {
    const stop = link.closest("li");
    if (stop.dataset.kind === "more") {
      stop.replaceWith(added);
      return;
    }
    link.remove();
    stop.append(added);
  }

  trace.addEventListener("click", (event) => {
    const link = event.target.closest(".opening[data-part]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link, event.detail === 0);
  });

  /* ---- The picture ---- */

  if (typeof cytoscape === "undefined") return;
  box.closest("section").hidden = false;
  const picture = cytoscape({
    container: box,
    style: [
      {
        selector: "node",
        style: {
          shape: "round-rectangle", width: 250, height: 66, label: "data(label)",
          "text-wrap": "wrap", "text-max-width": 240, "text-valign": "center",
          "text-halign": "center", "font-size": 11.5, "font-family": "system-ui, sans-serif",
          color: "#1b1f23", "background-color": "#ffffff", "border-width": 2,
          "border-color": "data(colour)",
        },
      },
      { selector: "node[kind = 'gap'][?start]", style: { "border-width": 4, "background-color": "#eef3f7" } },
      { selector: "node[kind != 'gap']", style: { "border-style": "dashed", "border-width": 1, height: 48 } },
      { selector: "node[kind = 'more']", style: { width: 120, height: 34 } },
      { selector: "node.chosen", style: { "border-color": "#0b5ed7", "border-width": 4 } },
      {
        selector: "edge",
        style: {
          width: 1.5, "line-color": "#8a949d", "target-arrow-color": "#8a949d",
          "curve-style": "taxi", "taxi-direction": "rightward", "taxi-turn": 20,
          "source-endpoint": "50% 0%", "target-endpoint": "-50% 0%",
        },
      },
      { selector: "edge[?arrow]", style: { "target-arrow-shape": "triangle" } },
      { selector: "edge[!arrow]", style: { "line-style": "dashed" } },
    ],
    userZoomingEnabled: false,
    boxSelectionEnabled: false,
    autoungrabify: true,
    minZoom: 0.15,
    maxZoom: 2,
    layout: { name: "preset" },
  });

  const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const labelOf = (stop) =>
    [shortened(stop.dataset.line, 66), shortened(stop.dataset.sub, 36)].filter(Boolean).join("\n");

  function parentOf(stop) {
    const above = stop.parentElement.closest("li[data-key]");
    return above ? above.dataset.key : stop.parentElement.dataset.of || null;
  }

  /* A stop stands in its column, in the middle of what is below it; every end has a row of its own. */
  function places(stops) {
    const start = stops.find((stop) => "start" in stop.dataset);
    const found = new Map();
    for (const side of [-1, 1]) {
      const own = stops.filter((stop) => stop !== start && Math.sign(stop.dataset.column) === side);
      const below = new Map();
      for (const stop of own) below.set(parentOf(stop), [...(below.get(parentOf(stop)) || []), stop]);
      const rows = { next: 0 };
      const middle = row(start.dataset.key, below, rows, found);
      for (const stop of own) {
        const place = found.get(stop.dataset.key);
        if (place !== undefined && !place.done) {
          found.set(stop.dataset.key, { done: true, x: stop.dataset.column * WIDE, y: (place - middle) * HIGH });
        }
      }
    }
    found.set(start.dataset.key, { done: true, x: 0, y: 0 });
    return found;
  }

  function row(key, below, rows, found) {
    const ends = (below.get(key) || []).filter((stop) => !found.has(stop.dataset.key));
    ends.forEach((stop) => found.set(stop.dataset.key, 0));
    const own = ends.map((stop) => {
      found.set(stop.dataset.key, row(stop.dataset.key, below, rows, found));
      return found.get(stop.dataset.key);
    });
    if (!own.length) return rows.next++;
    return (own[0] + own[own.length - 1]) / 2;
  }

  function elements() {
    const stops = stopsIn(trace);
    const at = places(stops);
    const nodes = new Map();
    const edges = new Map();
    const join = (from, to, arrow) => edges.set(`${from}>${to}`, { id: `${from}>${to}`, source: from, target: to, arrow });
    for (const stop of stops) {
      const { key, kind, tone, column } = stop.dataset;
      const start = "start" in stop.dataset;
      if (!nodes.has(key)) {
        nodes.set(key, { data: { id: key, kind, start, label: labelOf(stop), colour: TONES[tone] }, position: at.get(key) });
      }
      const parent = parentOf(stop);
      const both = kind === "gap";
      if (parent && column < 0) join(key, parent, both);
      else if (parent) join(parent, key, both);
    }
    for (const stop of stops) {
      for (const cause of JSON.parse(stop.dataset.causes)) if (nodes.has(cause)) join(cause, stop.dataset.key, true);
    }
    const known = [...edges.values()].filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
    return [...nodes.values(), ...known.map((data) => ({ data }))];
  }

  function draw() {
    const view = { zoom: picture.zoom(), pan: picture.pan() };
    picture.elements().remove();
    picture.add(elements());
    picture.viewport(view);
  }

  function fit() {
    picture.fit(undefined, 20);
    if (picture.zoom() > 1) picture.zoom(1);
    picture.center();
  }

  /* No higher than what is in it, once; as it grows, one drags. */
  function size() {
    const all = picture.elements().boundingBox();
    const wide = Math.min(1, (box.clientWidth - 40) / all.w);
    const high = Math.ceil(all.h * Math.max(wide, READABLE)) + 60;
    box.style.height = `${Math.max(220, Math.min(high, box.clientHeight))}px`;
    picture.resize();
  }

  /* At first as much as can be read: the beginning in sight, the rest by dragging or «Показать всё». */
  function begin() {
    fit();
    if (picture.zoom() >= READABLE) return;
    picture.zoom(READABLE);
    const all = picture.elements().boundingBox();
    const start = picture.nodes("[?start]").position();
    picture.pan({ x: 20 - all.x1 * READABLE, y: box.clientHeight / 2 - start.y * READABLE });
  }

  function choose(key) {
    const stop = stopOf(key);
    if (!stop) return;
    picture.nodes().removeClass("chosen");
    picture.getElementById(key).addClass("chosen");
    for (const other of trace.querySelectorAll(".stop-chosen")) other.classList.remove("stop-chosen");
    stop.classList.add("stop-chosen");
    chosen.replaceChildren(stop.querySelector(":scope > .stop-line").cloneNode(true));
  }

  picture.on("tap", "node", async (event) => {
    const key = event.target.id();
    const stop = stopOf(key);
    const [link] = stop ? openingsOf(stop) : [];
    if (link) await open(link, false);
    if (link) picture.center(picture.getElementById(key));
    choose(key);
  });

  const zoomed = (times) => picture.zoom({ level: picture.zoom() * times, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 } });
  const ZOOMS = { in: () => zoomed(1.25), out: () => zoomed(0.8), fit };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => ZOOMS[button.dataset.zoom]());
  }

  draw();
  size();
  begin();
  /* For whoever looks from the console, tests among them. */
  box.picture = picture;
})();
