// One place in which those who listen are told what a key or a button changed.
const tell = (function () {
  const place = document.createElement("div");
  place.className = "unseen";
  place.setAttribute("role", "status");
  document.body.append(place);
  return function (text) { place.textContent = text; };
})();
