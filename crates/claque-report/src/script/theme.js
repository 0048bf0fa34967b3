// Light and dark: a button beside the contents. Without it the reader's own setting decides.
(function () {
  const words = document.body.dataset;
  const nav = document.querySelector("nav");
  if (!nav) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.textContent = words.theme;
  button.addEventListener("click", function () {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  nav.append(button);
})();
