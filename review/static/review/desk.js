// Keys that decide, files that are dropped, and the place that a rule stands in. Without this file every page works too.
"use strict";

// A key counts by its place on the keyboard, so that an input method or another layout does not change it.
document.addEventListener("keydown", (event) => {
  if (!document.body.hasAttribute("data-keys")) return;
  if (event.isComposing || event.keyCode === 229 || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const at = event.target;
  if (at.closest("input, select, textarea, [contenteditable]")) {
    if (event.code === "Escape") at.blur();
    return;
  }
  const code = event.code.replace("Numpad", "Digit");
  const key = document.querySelector(`[data-key="${CSS.escape(code)}"]`);
  if (!key) return;
  event.preventDefault();
  if (key.tagName === "SUMMARY") {
    key.parentElement.open = true;
    key.parentElement.querySelector("input[name=reason]").focus();
    return;
  }
  key.click();
});

// One decision for one press: a second click while the first is on its way is no second decision.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-decide]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-decide]")) delete form.dataset.sent;
});

const place = document.getElementById("this");
if (place) place.scrollIntoView({ block: "center" });

const drop = document.querySelector("[data-drop]");
if (drop) {
  const over = (event) => {
    event.preventDefault();
    drop.classList.toggle("over", event.type === "dragover");
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", over);
  document.addEventListener("drop", (event) => {
    over(event);
    if (!event.dataTransfer.files.length) return;
    drop.querySelector("input[type=file]").files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}
