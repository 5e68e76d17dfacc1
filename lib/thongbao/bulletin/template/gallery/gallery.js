(() => {
  "use strict";
  const list = document.getElementById("list"), box = document.getElementById("q");
  if (!list) return;
  // The same folding as the package's own: no accents, full-width as half-width, lower case, đ as d.
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/đ/g, "d").replace(/\p{M}/gu, "");
  const rows = [...list.tBodies[0].rows].map((row) => {
    const key = fold(row.textContent + " " + row.dataset.k);
    return { row, key, close: key.replace(/\s+/g, ""), state: row.className };
  });
  const found = document.getElementById("found");
  const narrow = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const whole = words.join("");
    const state = document.querySelector("input[name=state]:checked").value;
    let shown = 0;
    for (const { row, key, close, state: own } of rows) {
      const fits = (!state || own === state) && (words.every((word) => key.includes(word)) || close.includes(whole));
      row.hidden = !fits;
      shown += fits;
    }
    found.textContent = found.dataset.text.replace("{n}", shown);
  };
  document.querySelector(".tools").hidden = false;
  box.addEventListener("input", narrow);
  document.querySelectorAll("input[name=state]").forEach((choice) => choice.addEventListener("change", narrow));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { box.value = ""; narrow(); }
    if (event.key === "Enter") list.querySelector("tr:not([hidden]) a")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    }
  });
  narrow();
})();
