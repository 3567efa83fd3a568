// A draft in sections. Following a link to another part of it saves first; what is typed is kept
// on the server as it is; leaving the page with something unsaved asks. Without this file every
// section has its own button that saves.
"use strict";

const KEEP_EVERY = 15000; // milliseconds

// A link to something folded unfolds it.
function unfold() {
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
window.addEventListener("hashchange", unfold);
unfold();

const form = document.getElementById("draft");
if (form) {
  const status = document.getElementById("saved");
  let changed = form.dataset.changed === "true"; // since it was saved
  let unkept = false; // since it was kept
  let leaving = false;

  form.addEventListener("input", () => { changed = unkept = true; });
  form.addEventListener("submit", () => { leaving = true; });

  async function keep() {
    if (!unkept || leaving) return;
    unkept = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const clock = new Date().toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" });
      document.getElementById("others").textContent = await answer.text(); // who else writes here
      status.textContent = form.dataset.kept.replace("%s", clock.replace(":", "."));
    } catch {
      unkept = true;
      status.textContent = form.dataset.notKept;
    }
  }
  window.setInterval(keep, KEEP_EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || !changed || event.defaultPrevented) return;
    if (link.origin !== window.location.origin || !link.pathname.startsWith(form.dataset.base)) return;
    if (link.pathname === window.location.pathname) return; // within the page, or back to what is saved
    event.preventDefault();
    form.elements.namedItem("lenke").value = link.pathname + link.hash;
    form.requestSubmit();
  });

  window.addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
}
