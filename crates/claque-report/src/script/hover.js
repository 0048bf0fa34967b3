// What a bar, a dot or a lane says, beside the pointer or the finger. It is the title that stands there without script.
(function () {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  // The browser's own tip would stand on top of this one. Those who listen are told by the label of the whole.
  const titles = new Map();
  document.querySelectorAll("svg title").forEach(function (title) {
    titles.set(title.parentNode, title.textContent);
    title.remove();
  });

  // The words of the innermost shape under the pointer that has a title; of blocks, of the cell.
  function said(target, event) {
    const blocks = target.closest(".blocks");
    const column = target.closest(".hit");
    for (let at = target; at && at.closest && at.closest("svg"); at = at.parentNode) {
      if (at.nodeName === "svg" && at.parentNode.closest && at.parentNode.closest("svg")) continue;
      const words = titles.get(at);
      if (!words) continue;
      return blocks && column ? cell(blocks, column, event) + words : words;
    }
    return "";
  }

  // Which account the pointer is at, from the table under the picture.
  function cell(blocks, column, event) {
    const rows = blocks.closest("figure").querySelectorAll("tbody tr");
    const box = column.getBoundingClientRect();
    const row = rows[Math.floor(((event.clientY - box.top) / box.height) * rows.length)];
    if (!row) return "";
    const sign = row.cells[1 + Number(column.getAttribute("x"))].textContent;
    const who = row.cells[0].textContent;
    return (sign === "·" ? who : who + " " + document.body.dataset.cell + " " + sign) + "\n";
  }

  function show(event) {
    const words = event.target.closest && event.target.closest("svg") ? said(event.target, event) : "";
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18;
    const y = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : below;
    tip.style.left = Math.max(8, x) + "px";
    tip.style.top = Math.max(8, y) + "px";
  }

  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  addEventListener("scroll", function () { tip.hidden = true; }, { passive: true });
})();
