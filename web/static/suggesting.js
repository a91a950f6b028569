// The search box suggests as one types: an ARIA 1.2 combobox with a list below it. Texts go on with what was typed,
// headlines lead to their article; while the box is empty, the last searches are offered. Those stay in this browser.

const PAUSE = 60; // milliseconds without a key before the server is asked
const MOST_RECENT = 8;

const recent = {
  all() {
    try {
      const kept = JSON.parse(localStorage.getItem("cuttings.recent"));
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, MOST_RECENT) : [];
    } catch { return []; }
  },
  add(text) {
    const asked = text.trim();
    const kept = [asked, ...recent.all().filter((one) => one !== asked)].slice(0, MOST_RECENT);
    if (asked) try { localStorage.setItem("cuttings.recent", JSON.stringify(kept)); } catch { /* not kept, then */ }
  },
  forget() { try { localStorage.removeItem("cuttings.recent"); } catch { /* nothing was kept */ } },
};

function made(name, attributes = {}, ...within) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...within);
  return element;
}

function suggestUnder(box) {
  const input = box.querySelector("input");
  const list = made("div", { id: "offers", role: "listbox", "aria-label": "Suggestions", class: "offers", hidden: "" });
  const said = made("p", { role: "status", class: "unseen" });
  box.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);

  let options = []; // each an element, and what taking it does
  let active = -1;
  let timer = 0;
  let asking = null;
  let pressed = false; // nothing may move under a finger
  let held = null;

  function stop() {
    clearTimeout(timer);
    asking?.abort();
    held = null;
  }

  function close() {
    stop();
    list.hidden = true;
    options = [];
    said.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = index;
    const element = options[index]?.element;
    if (!element) return input.removeAttribute("aria-activedescendant");
    element.setAttribute("aria-selected", "true");
    element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", element.id);
  }

  // Groups of [title, kind, offers]; an offer is what is seen of it, and what it does.
  function show(groups, sentence) {
    if (pressed) { held = () => show(groups, sentence); return; }
    options = [];
    const shown = groups.filter(([, , offers]) => offers.length).map(([title, kind, offers], number) => {
      const group = made("div", { role: "group", class: kind, "aria-labelledby": `offers-${number}` });
      group.append(made("div", { id: `offers-${number}`, class: "kind", role: "presentation" }, title));
      for (const [seen, take] of offers) {
        const element = made("div", { role: "option", id: `offer-${options.length}`, "aria-selected": "false", dir: "auto" }, ...seen);
        element.addEventListener("click", take);
        options.push({ element, take });
        group.append(element);
      }
      return group;
    });
    if (!options.length) return close();
    list.replaceChildren(...shown);
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    choose(-1);
    said.textContent = `${sentence} Up and down keys go through them.`;
  }

  function search(text) {
    input.value = text;
    close();
    input.form.requestSubmit();
  }

  function showRecent() {
    const texts = recent.all();
    const forget = () => { recent.forget(); close(); said.textContent = "Forgotten."; };
    show([
      ["Your last searches", "texts", texts.map((text) => [[text], () => search(text)])],
      ["Only this browser knows them", "doing", texts.length ? [[["Forget them"], forget]] : []],
    ], `${texts.length} of your last searches.`);
  }

  // What was typed, and how it goes on.
  function parts(text, typed) {
    const same = text.toLowerCase().startsWith(typed.toLowerCase()) ? typed.length : 0;
    return [made("span", { class: "typed" }, text.slice(0, same)), made("b", {}, text.slice(same))];
  }

  async function ask() {
    const typed = input.value;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal });
      if (!answer.ok) return close();
      const { suggestions, headlines } = await answer.json();
      if (signal.aborted || input.value !== typed) return;
      show([
        ["Search for", "texts", suggestions.map((text) => [parts(text, typed.trimStart()), () => search(text)])],
        ["Go to the article", "headlines", headlines.map(({ text, id }) => [[text], () => {
          close();
          location.assign(box.dataset.article + encodeURIComponent(id));
        }])],
      ], [suggestions.length && `${suggestions.length} suggestions`, headlines.length && `${headlines.length} headlines`]
        .filter(Boolean).join(" and ") + ".");
    } catch { if (!signal.aborted) close(); }
  }

  function open() {
    stop();
    if (!input.value.trim()) showRecent();
    else timer = setTimeout(ask, PAUSE);
  }

  input.addEventListener("input", (event) => { if (!event.isComposing) open(); });
  input.addEventListener("compositionend", open);
  input.addEventListener("focus", () => { if (!input.value) showRecent(); });
  input.addEventListener("click", () => { if (!input.value && list.hidden) showRecent(); });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("pointerdown", () => { pressed = true; });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => {
    // After the click, which comes next.
    setTimeout(() => { pressed = false; held?.(); held = null; });
  });
  window.addEventListener("pagehide", close);
  input.form.addEventListener("submit", () => recent.add(input.value));

  const moves = {
    ArrowDown: () => (active + 2) % (options.length + 1) - 1, // past the last comes the box, then the first
    ArrowUp: () => (active + options.length + 1) % (options.length + 1) - 1,
    Home: () => 0,
    End: () => options.length - 1,
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { key } = event;
    if (list.hidden) {
      if (key !== "ArrowDown" && key !== "ArrowUp") return;
      open();
    } else if (key === "Escape" || key === "Tab") {
      close();
      if (key === "Tab") return;
    } else if (key === "Enter" && active >= 0) {
      options[active].take();
    } else if (key.startsWith("Arrow") ? key in moves : key in moves && active >= 0) {
      stop(); // an answer on its way would take the list from under the hand
      choose(moves[key]());
    } else return;
    event.preventDefault();
  });
}

const box = document.querySelector(".box");
if (box) suggestUnder(box);
