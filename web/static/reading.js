// An article: from match to match, and copying. The list of matching paragraphs needs no script.

import { keys } from "./cuttings.js";

const marks = [...document.querySelectorAll(".story mark")];
const stepper = document.querySelector(".stepper");
const entries = [...document.querySelectorAll(".passages li a")];
let current = -1;

function goTo(index) {
  marks[current]?.classList.remove("current");
  current = (index + marks.length) % marks.length;
  const mark = marks[current];
  mark.classList.add("current");
  mark.scrollIntoView({ block: "center" });
  stepper.querySelector(".where").textContent = `${current + 1} of ${marks.length}`;
  const paragraph = mark.closest(".text p")?.id;
  for (const entry of entries) {
    const here = entry.hash === `#${paragraph}`;
    entry.toggleAttribute("aria-current", here);
    if (!here) continue;
    entry.setAttribute("aria-current", "true");
    const list = entry.closest("ol");
    list.scrollTop += entry.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 2;
  }
}

if (stepper) {
  stepper.hidden = false;
  stepper.querySelector(".where").textContent = marks.length === 1 ? "1 match" : `${marks.length} matches`;
  const next = () => goTo(current + 1);
  const previous = () => goTo(current < 0 ? -1 : current - 1);
  stepper.querySelector(".after").addEventListener("click", next);
  stepper.querySelector(".before").addEventListener("click", previous);
  keys.listen({ n: next, p: previous });
  const arrive = () => {
    const first = marks.findIndex((mark) => location.hash && `#${mark.closest(".text p")?.id}` === location.hash);
    if (first >= 0) goTo(first);
  };
  addEventListener("hashchange", arrive);
  arrive();
}

// The clipboard is closed to pages without https; there the old way still works.
async function copy(text) {
  try { return await navigator.clipboard.writeText(text); } catch { /* the old way */ }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("this browser lets no page copy");
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "said-copied";
  button.parentElement.append(said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    try {
      await copy(source.href ?? source.textContent);
      said.textContent = "Copied";
    } catch { said.textContent = "Could not be copied"; }
    button.focus();
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
}
