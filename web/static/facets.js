// On the page of a facet: what is typed narrows the values that are shown, at once. Enter asks the server for all.

const field = document.getElementById("prefix");
const values = [...document.querySelectorAll(".choices li")].map((item) => [
  item, item.querySelector("bdi").textContent.toLowerCase(),
]);
field?.addEventListener("input", () => {
  const start = field.value.trim().toLowerCase();
  let shown = 0;
  for (const [item, name] of values) {
    item.hidden = !name.startsWith(start);
    shown += !item.hidden;
  }
  document.getElementById("narrowed").textContent = start ? `${shown.toLocaleString("en")} of those shown` : "";
});
