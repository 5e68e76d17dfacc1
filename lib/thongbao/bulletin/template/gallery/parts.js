"use strict";
// Parts of a line of the gallery: its picture, and the figures that changed. `begin` puts them together.
const parts = {};
parts.make = (tag, text, set) => Object.assign(document.createElement(tag), { textContent: text ?? "", ...set });

// A reader who prefers words is remembered, where the browser keeps anything for pages on a disk.
parts.remembered = (value) => {
  try {
    if (value) localStorage.setItem("thongbao.pictures", value);
    return localStorage.getItem("thongbao.pictures");
  } catch { return null; }
};
parts.has = (day, c, u) => (typeof day[5][c] === "string" ? day[5][c][u] === "1" : day[5][c] === 1);
// Pictures come when nobody has typed for a moment, into the room that is kept for them: a search waits for none.
const waiting = { links: [], timer: 0 };
parts.illustrate = (link, address) => {
  link.className = "pictured";
  waiting.links.push([link, address]);
  clearTimeout(waiting.timer);
  waiting.timer = setTimeout(() => waiting.links.splice(0).filter(([one]) => one.isConnected).forEach(([one, src]) => {
    const picture = parts.make("img", "", { alt: "", width: 120, height: 75, loading: "lazy", decoding: "async" });
    picture.addEventListener("error", () => { picture.remove(); one.className = ""; });
    picture.src = src;
    one.prepend(picture);
  }), 100);
};

// Each figure that changed: unfolded when somebody asks for the first.
parts.unfold = async () => {
  const bytes = Uint8Array.from(atob(document.getElementById("changes").textContent), (letter) => letter.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text());
};
parts.changes = (data, { said, since, tell, words }) => {
  const make = parts.make;
  let unfolded = null;
  const differences = (places, flat, c, text) => {
    const row = make("tr", "", { className: "diff" }), cell = make("td", "", { colSpan: 5 }), table = make("table");
    const head = make("tr"), top = make("thead");
    head.append(...["figure", "was", "is"].map((name) => make("th", data.words[name], { scope: "col" })));
    top.append(head);
    table.append(make("caption", text), top);
    for (let at = 0, part = null, last = null; at < flat.length; at += 3) {
      const [name, ...rest] = places[flat[at]], line = make("tr");
      if (!part || name !== last) {
        part = make("tbody");
        table.append(part);
        if (name) { const title = make("tr"); title.append(tell(make("th", name, { scope: "rowgroup", colSpan: 3 }), data.columns[c][1])); part.append(title); }
        last = name;
      }
      const figure = make("th", rest.filter(Boolean).join(" / "), { scope: "row" });
      line.append(figure, ...[flat[at + 1], flat[at + 2]].map((value) => make("td", value || "–")));
      [...line.children].forEach((one) => tell(one, data.columns[c][1]));
      part.append(line);
    }
    cell.append(table);
    row.append(cell);
    return row;
  };
  return (c, u, stem, row) => {
    const n = data.changed[c][u];
    if (n === null) return null;
    const small = make("small"), text = words(n ? "changed_line" : "unchanged_line", { n: said(n), date: since });
    if (!n || !window.DecompressionStream) { small.textContent = text; return small; }
    const button = make("button", text, { type: "button", className: "more" });
    const open = () => button.getAttribute("aria-expanded") === "true";
    const under = () => (row.nextElementSibling?.className === "diff" ? row.nextElementSibling : null);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", async () => {
      button.setAttribute("aria-expanded", String(!open()));
      under()?.remove();
      if (!open()) return;
      const { places, of } = await (unfolded ??= parts.unfold());
      if (open() && !under()) row.after(differences(places, of[stem], c, text));
    });
    small.append(button);
    return small;
  };
};
