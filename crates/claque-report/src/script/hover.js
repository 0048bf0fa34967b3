// What a bar, a dot or a lane says: beside the pointer or the finger, and beside the shape to which the arrow keys have
// come. It is the title that stands there without script.
(function () {
  const words = document.body.dataset;
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
    const column = target.closest(".hit");
    for (let at = target; at && at.closest && at.closest("svg"); at = at.parentNode) {
      if (at.nodeName === "svg" && at.parentNode.closest && at.parentNode.closest("svg")) continue;
      const text = titles.get(at);
      if (!text) continue;
      const rows = column ? accounts(column) : [];
      const box = target.getBoundingClientRect();
      return cell(rows[Math.floor(((event.clientY - box.top) / box.height) * rows.length)], column) + text;
    }
    return "";
  }

  // The accounts of blocks, from the table under the picture; of another picture none.
  function accounts(column) {
    return column.closest(".blocks") ? column.closest("figure").querySelectorAll("tbody tr") : [];
  }

  // What a column of blocks holds of an account.
  function cell(row, column) {
    if (!row) return "";
    const sign = row.cells[1 + Number(column.getAttribute("x"))].textContent;
    const who = row.cells[0].textContent;
    return (sign === "·" ? who : who + " " + words.cell + " " + sign) + "\n";
  }

  function show(text, x, y) {
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8);
    const below = y + 18;
    const top = below + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 10 : below;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  }

  function pointed(event) {
    const over = event.target.closest && event.target.closest("svg");
    show(over ? said(event.target, event) : "", event.clientX, event.clientY);
  }

  document.addEventListener("pointermove", pointed);
  document.addEventListener("pointerdown", pointed);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") tip.hidden = true; });

  // By keys: a picture is one stop, the arrows go from shape to shape, in blocks up and down from account to account.
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  let walked = null;
  document.querySelectorAll(".drawn, header > svg[role=img]").forEach(function (picture) {
    const shapes = [picture].concat(Array.from(picture.querySelectorAll("*"))).filter(function (s) { return titles.has(s); });
    if (!shapes.length) return;
    picture.tabIndex = 0;
    if (picture.nodeName !== "svg") {
      picture.setAttribute("role", "group");
      picture.setAttribute("aria-label", words.walk);
    }
    let at = -1, account = -1;

    function leave() {
      if (walked) walked.classList.remove("at");
      walked = null;
      tip.hidden = true;
    }

    function go(shape) {
      leave();
      walked = shape;
      shape.classList.add("at");
      const text = cell(accounts(shape)[account], shape) + titles.get(shape);
      shape.scrollIntoView({ block: "nearest" });
      const box = shape.getBoundingClientRect();
      show(text, box.left + box.width / 2, Math.min(box.bottom, box.top + 40));
      tell(text);
    }

    picture.addEventListener("focus", function () {
      const box = picture.getBoundingClientRect();
      if (picture.matches(":focus-visible")) show(words.walk, box.left, Math.max(0, box.top) - 10);
    });
    picture.addEventListener("blur", leave);
    picture.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { leave(); tell(""); }
      const step = STEPS[event.key];
      if (!step || event.target !== picture || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const seen = shapes.filter(function (s) { return s.getClientRects().length; });
      const rows = seen[at] ? accounts(seen[at]).length : 0;
      const bound = function (n, most) { return Math.max(0, Math.min(most - 1, n)); };
      if (rows && /Up|Down/.test(event.key)) account = bound(account + step, rows);
      else at = bound(at + step, seen.length);
      if (seen[at]) go(seen[at]);
    });
  });
  addEventListener("scroll", function () { if (!walked) tip.hidden = true; }, { passive: true });
})();
