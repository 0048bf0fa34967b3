// A long table shows only the rows that hold what is typed.
(function () {
  const words = document.body.dataset;
  const many = 15;
  document.querySelectorAll("main .scroll > table").forEach(function (table) {
    const body = table.tBodies[0];
    if (!body || body.rows.length < many || table.classList.contains("cells")) return;
    const label = document.createElement("label");
    label.className = "filter";
    const field = document.createElement("input");
    field.type = "search";
    field.autocomplete = "off";
    field.spellcheck = false;
    const shown = document.createElement("output");
    label.append(words.filter + " ", field, " ", shown);
    table.parentNode.before(label);
    const count = function () {
      const wanted = field.value.toLowerCase().trim();
      let n = 0;
      for (const row of body.rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) n += 1;
      }
      shown.textContent = words.shown.replace("{n}", n).replace("{of}", body.rows.length);
    };
    field.addEventListener("input", count);
    count();
  });
})();
