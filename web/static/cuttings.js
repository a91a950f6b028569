// Two comforts; every page works without them.

// "/" goes to the search box, unless something is being typed already.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Fields left empty or as they were by default stay out of the address.
const form = document.querySelector("form.find");
form?.addEventListener("formdata", ({ formData }) => {
  for (const field of form.querySelectorAll("[name]")) {
    if (field.name !== "q" && field.value === (field.dataset.default ?? "")) formData.delete(field.name);
  }
});
