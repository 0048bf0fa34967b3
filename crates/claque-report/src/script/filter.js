// A long table shows only the rows that hold what is typed, and says how many are left.
(function () {
  const words = document.body.dataset;
  const many = 15;
  const count = function (n) { return n.toLocaleString("en"); };
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
    // Read once: the text of thousands of rows at every letter would be felt.
    let texts = null;
    let asked = 0;
    const filter = function () {
      asked = 0;
      texts = texts || Array.from(body.rows, function (row) { return [row, row.textContent.toLowerCase()]; });
      const wanted = field.value.toLowerCase().trim();
      let n = 0;
      for (const [row, text] of texts) {
        const hidden = wanted !== "" && !text.includes(wanted);
        if (row.hidden !== hidden) row.hidden = hidden;
        if (!hidden) n += 1;
      }
      say(n);
    };
    const say = function (n) {
      shown.textContent = words.shown.replace("{n}", count(n)).replace("{of}", count(body.rows.length));
    };
    // Letters that come faster than the screen is drawn are looked for together.
    field.addEventListener("input", function () { asked = asked || requestAnimationFrame(filter); });
    say(body.rows.length);
  });
})();
