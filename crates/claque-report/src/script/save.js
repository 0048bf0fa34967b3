// A picture as an SVG that stands on its own, its numbers as CSV: made here, sent nowhere.
(function () {
  const words = document.body.dataset;
  const NS = "http://www.w3.org/2000/svg";
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity",
    "font-size", "font-family", "font-weight", "vector-effect", "overflow"];

  function keep(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // A cell that a spreadsheet would read as a formula gets an apostrophe, also after a quote, a semicolon or a new line.
  function cell(text) {
    const number = /^[+\-−]?[\d,.]+( %)?$/.test(text);
    const plain = number ? text.replace("−", "-").replace(/,/g, "") : text.replace(/(^|["';\n])(?=[=+\-@\t\r＝＋－＠])/g, "$1'");
    return '"' + plain.replace(/"/g, '""') + '"';
  }

  function csv(table) {
    const rows = Array.from(table.rows).map(function (row) {
      return Array.from(row.cells).map(function (c) { return cell(c.textContent.trim()); }).join(",");
    });
    return "\ufeff" + rows.join("\r\n") + "\r\n";
  }

  // Every drawing of the figure at its place, styles written into each shape; words beside them as text.
  function svg(figure) {
    const box = figure.getBoundingClientRect();
    const out = document.createElementNS(NS, "svg");
    const place = function (node, of) {
      const b = of.getBoundingClientRect();
      node.setAttribute("x", b.left - box.left);
      node.setAttribute("y", b.top - box.top);
      return b;
    };
    const paper = document.createElementNS(NS, "rect");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    paper.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
    out.append(paper);
    document.querySelectorAll("svg.defs > defs").forEach(function (d) { out.append(styled(d)); });
    let bottom = 0;
    figure.querySelectorAll("svg, span, bdi, figcaption").forEach(function (of) {
      if (of.closest("details") || (of.closest("svg") && of.nodeName !== "svg")) return;
      if (of.nodeName === "svg" && of.parentNode.closest("svg")) return;
      if (!of.getClientRects().length) return;
      if (of.nodeName === "svg") {
        const copy = styled(of);
        const b = place(copy, of);
        copy.setAttribute("width", b.width);
        copy.setAttribute("height", b.height);
        copy.setAttribute("overflow", "visible");
        out.append(copy);
        bottom = Math.max(bottom, b.bottom - box.top);
      } else if (of.nodeName !== "FIGCAPTION" && !of.children.length && of.textContent.trim()) {
        const style = getComputedStyle(of);
        lines(of).forEach(function (line) {
          const text = document.createElementNS(NS, "text");
          text.setAttribute("x", line.left - box.left);
          text.setAttribute("y", line.bottom - box.top - 4);
          text.setAttribute("fill", style.color);
          text.setAttribute("font-family", "sans-serif");
          text.setAttribute("font-size", style.fontSize);
          text.setAttribute("font-weight", style.fontWeight);
          text.textContent = line.text;
          out.append(text);
          bottom = Math.max(bottom, line.bottom - box.top);
        });
      }
    });
    out.setAttribute("xmlns", NS);
    out.setAttribute("width", box.width);
    out.setAttribute("height", bottom + 8);
    out.setAttribute("viewBox", "-8 -8 " + (box.width + 16) + " " + (bottom + 16));
    return new XMLSerializer().serializeToString(out);
  }

  // The lines into which the browser broke a text, each with its place.
  function lines(of) {
    const found = [];
    const node = of.firstChild, range = document.createRange();
    if (!node || node.nodeType !== Node.TEXT_NODE) return found;
    const pattern = /\S+\s*/g;
    for (let word = pattern.exec(node.data); word; word = pattern.exec(node.data)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].trimEnd().length);
      const b = range.getBoundingClientRect();
      const last = found[found.length - 1];
      if (last && b.top < last.bottom - b.height / 2) last.text += word[0];
      else found.push({ left: b.left, bottom: b.bottom, text: word[0] });
    }
    return found;
  }

  function styled(of) {
    const copy = of.cloneNode(true);
    const from = [of].concat(Array.from(of.querySelectorAll("*")));
    const to = [copy].concat(Array.from(copy.querySelectorAll("*")));
    from.forEach(function (node, i) {
      if (node.nodeName === "title") return;
      const style = getComputedStyle(node);
      STYLES.forEach(function (name) {
        const value = style.getPropertyValue(name);
        if (value && value !== "none" || name === "fill") to[i].setAttribute(name, value.replace(/url\("[^"]*#/, 'url("#'));
      });
      to[i].removeAttribute("class");
    });
    return copy;
  }

  document.querySelectorAll("figure.pic").forEach(function (figure) {
    const bar = document.createElement("div");
    bar.className = "tools";
    const button = function (said, act) {
      const b = document.createElement("button");
      b.type = "button";
      b.className = "tool";
      b.textContent = said;
      b.addEventListener("click", act);
      bar.append(b);
    };
    const name = figure.dataset.name;
    if (figure.querySelector("svg")) button(words.svg, function () { keep(name + ".svg", "image/svg+xml", svg(figure)); });
    const table = figure.querySelector("table");
    if (table) button(words.csv, function () { keep(name + ".csv", "text/csv", csv(table)); });
    figure.append(bar);
  });
})();
