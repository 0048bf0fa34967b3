// Columns of a table sort it: by number where all cells that say something are numbers, else by text.
(function () {
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
      const button = document.createElement("button");
      button.type = "button";
      button.title = document.body.dataset.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", function () {
        const up = head.getAttribute("aria-sort") !== (head.classList.contains("n") ? "descending" : "ascending");
        const rising = head.classList.contains("n") ? !up : up;
        const rows = Array.from(body.rows);
        const numbers = rows.map(function (r) { return number(value(r, i)); });
        const numeric = rows.every(function (r, k) { return numbers[k] !== null || value(r, i) === ""; });
        const keyed = rows.map(function (row, k) {
          return { row, key: numeric ? (numbers[k] === null ? -Infinity : numbers[k]) : value(row, i) };
        });
        keyed.sort(function (a, b) {
          const order = numeric ? a.key - b.key : a.key.localeCompare(b.key);
          return rising ? order : -order;
        });
        body.append(...keyed.map(function (k) { return k.row; }));
        heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      });
    });
  });
})();
