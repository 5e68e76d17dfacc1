const begin = () => {
  const data = JSON.parse(document.getElementById("data").textContent);
  if (!data.days.length) return;
  const $ = (id) => document.getElementById(id), list = $("list"), box = $("q"), body = list.tBodies[0];
  const AT_ONCE = 50, WORDY = 60, PAGED = "tmawsrd", ACT = "-xlzo";
  const { make, has, illustrate } = parts;
  // The same folding as the package's own: no accents, full-width as half-width, lower case, đ as d.
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/đ/g, "d").replace(/\p{M}/gu, "");
  // Not by toLocaleString: loading the browser's locale data takes longer than all the rest of this script.
  const said = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, data.thousands);
  const close = (text) => text.replace(/\s+/g, "");
  let keys = null;
  const folded = () => {
    const both = (text) => { const key = fold(text); return [key, close(key)]; };
    keys ??= { units: data.units.map((unit) => both(unit.join(" "))), columns: data.columns.map((c) => both(c[3] + " " + c[2])) };
    return keys;
  };
  const worst = data.units.map((_, u) => {
    const owed = data.reports.map((form) => form[1][u]);
    return [...ACT].find((state) => owed.includes(state)) ?? " ";
  });

  // What may be chosen. A choice of one is none.
  const chosen = {};
  const choice = (name, options, start) => {
    chosen[name] = start;
    if (options.length < 2 || (options.length === 2 && options[0][0] === "")) return;
    const select = make("select", "", { id: "by-" + name });
    select.append(...options.map(([value, text, lang]) => { const one = make("option", text, { value }); if (lang && lang !== data.lang) one.lang = lang; return one; }));
    select.value = start;
    select.addEventListener("change", () => { chosen[name] = select.value; narrow(); });
    const label = make("label", $("choices").dataset[name] + " ");
    label.append(select);
    $("choices").append(label);
  };
  const all = [["", data.words.all]];
  const once = (pairs) => [...new Map(pairs.map((pair) => [pair[0], pair])).values()];
  const days = data.days.map((day, d) => [String(d), day[1]]);
  choice("day", days.length > 1 ? [...days, ["", data.words.all_dates]] : days, "0");
  const titles = new Map(), own = data.locales[data.own];
  for (const [, locale, , title, code] of data.columns) if (!titles.has(code) || data.locales[locale] === own) titles.set(code, [code, title, data.locales[locale]]);
  choice("bulletin", all.concat([...titles.values()]), "");
  choice("language", all.concat(once(data.columns.map((c) => [String(c[1]), c[2], data.locales[c[1]]]))), "");
  // What changed is told of the latest date of the page. Letters: 1 changed, 0 did not, ? nothing to compare with.
  const since = data.changed && data.before[2];
  const change = (c, u) => { const n = data.changed[c][u]; return n === null ? "?" : n ? "1" : "0"; };
  const words = (name, values) => data.words[name].replace(/\{(n|date)\}/g, (_, key) => values[key]);
  if (since) $("choices").dataset.changes = words("changes", { date: since });
  choice("changes", since ? all.concat([["1", data.words.changed_some], ["0", data.words.changed_none], ["?", data.words.changed_unknown]]) : [], "");
  choice("reports", data.reports.length ? all.concat(Object.entries(data.states).map(([letter, [, word]]) => [letter, word])) : [], "");
  chosen.state = "";
  let pictures = parts.remembered() !== "no";
  if (data.days.some((day) => day[5].some(Boolean))) {
    const label = make("label"), input = make("input", "", { type: "checkbox", id: "pictures", checked: pictures });
    input.addEventListener("change", () => { pictures = input.checked; parts.remembered(pictures ? "yes" : "no"); narrow(); });
    label.append(input, data.words.pictures);
    $("choices").append(label);
  }

  const stages = $("stages");
  const count = (counted, total) => {
    stages.dataset.for = chosen.day;
    stages.querySelectorAll("label").forEach((label) => label.remove());
    if (chosen.state && !counted[chosen.state]) chosen.state = "";
    const one = (value, text) => {
      const label = make("label"), input = make("input", "", { type: "radio", name: "state", value, checked: value === chosen.state });
      input.addEventListener("change", () => { chosen.state = value; narrow(); });
      label.append(input, " " + text);
      stages.append(label);
    };
    one("", data.words.all + " (" + said(total) + ")");
    for (const [letter, word] of Object.entries(data.stages)) if (counted[letter]) one(letter, word + " (" + said(counted[letter]) + ")");
  };
  const tallied = () => {
    if (stages.dataset.for === chosen.day) return;
    const counted = {};
    let total = 0;
    data.days.forEach((day, d) => {
      if (chosen.day !== "" && chosen.day !== String(d)) return;
      for (const letters of day[4]) for (const letter of letters) if (letter !== " ") { counted[letter.toLowerCase()] = (counted[letter.toLowerCase()] ?? 0) + 1; total += 1; }
    });
    count(counted, total);
  };

  let hits = [], drawn = 0;
  const narrow = () => {
    tallied();
    const words = box.value.trim() ? fold(box.value).split(/\s+/).filter(Boolean) : [], whole = words.join("");
    const { units, columns } = whole ? folded() : { units: [], columns: [] };
    hits = [];
    const wanted = data.days.map((_, d) => d).filter((d) => chosen.day === "" || chosen.day === String(d));
    const open = data.columns.map((c, at) => at).filter((at) => (!chosen.bulletin || data.columns[at][4] === chosen.bulletin) && (!chosen.language || String(data.columns[at][1]) === chosen.language));
    data.units.forEach((_, u) => {
      if (chosen.reports && worst[u] !== chosen.reports) return;
      for (const c of open) {
        if (chosen.changes && change(c, u) !== chosen.changes) continue;
        if (whole && !units[u][1].includes(whole) && !words.every((word) => units[u][0].includes(word) || columns[c][0].includes(word)) && !columns[c][1].includes(whole)) continue;
        for (const d of wanted) {
          const letter = data.days[d][4][c][u];
          if (letter !== " " && (!chosen.state || letter.toLowerCase() === chosen.state)) hits.push([d, u, c]);
        }
      }
    });
    body.replaceChildren();
    drawn = 0;
    draw();
    $("found").textContent = data.words.found.replace("{n}", said(hits.length));
  };
  const draw = () => {
    body.append(...hits.slice(drawn, drawn + AT_ONCE).map(line));
    drawn = Math.min(hits.length, drawn + AT_ONCE);
    $("more").hidden = drawn === hits.length;
  };
  const tell = (element, locale) => { if (locale !== data.own) element.lang = data.locales[locale]; return element; };
  const changed = parts.changes(data, { said, since, tell, words });
  const line = ([d, u, c]) => {
    const [column, locale, language, title] = data.columns[c], [code, ...names] = data.units[u], [iso, , short, prefix, letters] = data.days[d];
    const letter = letters[c][u], stem = code + "/" + column, href = prefix + stem + ".html";
    const row = make("tr", "", { className: "is-" + letter.toLowerCase() });
    const unit = tell(make("th", "", { scope: "row" }), locale), bulletin = make("td"), state = make("td");
    unit.append(make("bdi", names[locale]));
    const link = PAGED.includes(letter) ? make("a", "", { href }) : make("span");
    if (pictures && link.href && has(data.days[d], c, u)) illustrate(link, prefix + stem + ".png");
    link.append(make("span", title));
    bulletin.append(tell(link, locale));
    if (chosen.day === "") bulletin.append(" ", make("time", short, { dateTime: iso }));
    state.append(make("span", data.stages[letter.toLowerCase()]));
    const [note, cause] = (d === 0 && data.notes[stem]) || ["", ""];
    if (note) state.append(make("small", note));
    if (cause) state.append(make("small", cause, { lang: "en" }));
    const old = data.before ?? (chosen.day === "" ? null : data.days[d + 1]);
    const at = old && PAGED.includes(old[4][c]?.[u] ?? " ") && old[3] + stem + ".html";
    if (at) { const small = make("small"); small.append(make("a", data.words.before.replace("{date}", old[2]), { href: at })); state.append(small); }
    if (since && d === 0) { const told = changed(c, u, stem, row); if (told) state.append(told); }
    row.append(make("td", code), unit, bulletin, tell(make("td", language), locale), state);
    return row;
  };

  // Tiles: made when they are looked at; one Tab stop, arrow keys between them.
  const tiles = $("tiles"), few = data.units.length <= WORDY;
  const SIGN = { o: "✓", z: "0", l: "△", x: "×", "-": "–" };
  const tile = (u) => {
    const [code, ...names] = data.units[u], name = names[data.own];
    const state = worst[u], forms = data.reports.filter((form) => form[1][u] === state).map((form) => form[0]);
    const told = code + " " + name + ": " + data.states[state][1] + (state === "o" || state === "z" ? "" : " (" + forms.join(", ") + ")");
    const one = make("button", "", { type: "button", className: "t" + (state === "-" ? "m" : state), title: told, tabIndex: -1 });
    one.setAttribute("aria-label", told);
    one.dataset.u = u;
    if (few) one.append(make("span", name));
    one.append(make("b", SIGN[state]));
    return one;
  };
  const build = () => {
    if (tiles.childElementCount || !$("reports").open) return;
    tiles.className = few ? "few" : "many";
    tiles.append(...worst.map((state, u) => (state === " " ? -1 : u)).filter((u) => u >= 0).map(tile));
    if (tiles.firstElementChild) tiles.firstElementChild.tabIndex = 0;
  };
  const owing = worst.filter((state) => state !== " ").length;
  if (owing) {
    const key = Object.entries(data.states).map(([letter, [, word]]) => [letter, word, worst.filter((state) => state === letter).length]).filter(([, , n]) => n);
    $("key").append(...key.flatMap(([letter, word, n]) => [make("span", SIGN[letter] + " " + word + " " + said(n)), " "]));
    $("reports").hidden = false;
    $("reports").open = owing <= WORDY;
    $("reports").addEventListener("toggle", build);
    build();
  }
  tiles.addEventListener("click", (event) => {
    const one = event.target.closest("button");
    if (!one) return;
    box.value = data.units[one.dataset.u][0];
    narrow();
    list.scrollIntoView({ block: "nearest" });
  });
  tiles.addEventListener("keydown", (event) => {
    const now = event.target.closest("button"), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const across = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!now || (!step && !across)) return;
    event.preventDefault();
    const every = [...tiles.children], at = every.indexOf(now);
    const wide = Math.max(1, every.findIndex((one) => one.offsetTop > every[0].offsetTop));
    const next = every[at + (step ?? across * wide)];
    if (!next) return;
    now.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  const more = make("button", data.words.more, { type: "button" });
  more.addEventListener("click", () => { const last = body.lastElementChild; draw(); (last.nextElementSibling?.querySelector("a") ?? box).focus(); });
  $("more").append(more);
  document.querySelector(".tools").hidden = list.hidden = false;
  box.addEventListener("input", narrow);
  const links = () => [...body.querySelectorAll("tr > td:nth-child(3) > a")];
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { box.value = ""; narrow(); }
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); links()[0]?.focus(); }
  });
  body.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], found = links(), at = found.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    (found[at + step] ?? (step < 0 ? box : found[at])).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    }
  });
  narrow();
  performance.mark("listed");
  // Before the first letter is typed.
  (window.requestIdleCallback ?? ((work) => setTimeout(work, 200)))(folded);
};
// What the page says by itself is seen first: a country's list takes longer than a blink.
requestAnimationFrame(() => setTimeout(begin));
