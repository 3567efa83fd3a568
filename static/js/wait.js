// Background work: asks now and then how far it has come, and shows the page anew when that changes.
// Without this file the link inside does the same by hand.
"use strict";

const ASK_EVERY = 2000; // milliseconds
const GIVE_UP_AFTER = 90; // questions: three minutes

for (const waiting of document.querySelectorAll("[data-wait-url]")) {
  let left = GIVE_UP_AFTER;
  const timer = window.setInterval(async () => {
    if (document.hidden) return;
    if (left-- === 0) return window.clearInterval(timer);
    try {
      const answer = await fetch(waiting.dataset.waitUrl, { redirect: "error" });
      if (!answer.ok) return window.clearInterval(timer);
      if ((await answer.text()).trim() !== waiting.dataset.waitState) window.location.reload();
    } catch {
      // The network is away for a moment, or the sign-in has run out: the next answer will tell.
    }
  }, ASK_EVERY);
}
