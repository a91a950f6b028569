// Comforts of every page; each page works without them.

// Keys of a single sign can be turned off: speech input and some hands press them by chance.
export const keys = {
  get on() { try { return localStorage.getItem("cuttings.keys") !== "off"; } catch { return true; } },
  set on(yes) { try { localStorage.setItem("cuttings.keys", yes ? "on" : "off"); } catch { /* not kept, then */ } },
  // Calls what belongs to a key, unless something is being typed or another program is meant.
  listen(doing) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys.on) return;
      if (Object.hasOwn(doing, event.key) && doing[event.key]() !== false) event.preventDefault();
    });
  },
};

const help = document.getElementById("keys");
const showHelp = () => help.showModal();
document.getElementById("keys-help").hidden = false;
document.getElementById("keys-help").addEventListener("click", showHelp);
document.getElementById("keys-on").checked = keys.on;
document.getElementById("keys-on").addEventListener("change", (event) => { keys.on = event.target.checked; });

keys.listen({
  "?": showHelp,
  "/": () => {
    const box = document.getElementById("q");
    if (!box) return false;
    box.focus();
    box.select();
  },
});

// Fields left empty or as they were by default stay out of the address.
const form = document.querySelector("form.find");
form?.addEventListener("formdata", ({ formData }) => {
  for (const field of form.querySelectorAll("[name]")) {
    if (field.name !== "q" && field.value === (field.dataset.default ?? "")) formData.delete(field.name);
  }
});
