// Columns of a table sort it: by number where all cells that say something are numbers, else by text. Rows that say
// nothing in a column stand last, whichever way it is sorted.
(function () {
  const words = document.body.dataset;
  const text = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const number = function (text) {
    const plain = text.replace(/[,\s]/g, "").replace("−", "-").replace(/^[<>]/, "");
    const found = /^([+-]?\d+(?:\.\d+)?)(?:%|)$/.exec(plain);
    return found ? Number(found[1]) : null;
  };
  const value = function (row, i) { return row.cells[i] ? row.cells[i].textContent.trim() : ""; };

  document.querySelectorAll("main .scroll > table").forEach(function (table) {
    const body = table.tBodies[0];
    if (!table.tHead || !body || body.rows.length < 3 || table.classList.contains("cells")) return;
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, i) {
      const column = head.textContent.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", function () {
        const up = head.getAttribute("aria-sort") !== (head.classList.contains("n") ? "descending" : "ascending");
        const rising = head.classList.contains("n") ? !up : up;
        const rows = Array.from(body.rows, function (row) {
          const said = value(row, i);
          return { row, said, number: number(said) };
        });
        const numeric = rows.every(function (r) { return r.number !== null || r.said === ""; });
        const order = numeric
          ? function (a, b) { return a.number - b.number; }
          : function (a, b) { return text(a.said, b.said); };
        rows.sort(function (a, b) {
          if (a.said === "" || b.said === "") return (a.said === "") - (b.said === "");
          return rising ? order(a, b) : order(b, a);
        });
        const sorted = document.createDocumentFragment();
        sorted.append(...rows.map(function (r) { return r.row; }));
        body.append(sorted);
        heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", rising ? "ascending" : "descending");
        tell(words.sorted.replace("{column}", column).replace("{order}", rising ? words.rising : words.falling));
      });
    });
  });
})();
