/* Keeps the progress of an import up to date; without scripts the page renews itself. */
"use strict";

const EVERY_MS = 1000;
const SAID_EVERY_MS = 5000;
let saidAt = 0;

function show(fresh) {
  const bar = document.querySelector("#progress progress");
  bar.max = fresh.querySelector("progress").max;
  bar.value = fresh.querySelector("progress").value;
  // A reader of the screen is not to be told every second.
  if (Date.now() - saidAt >= SAID_EVERY_MS) {
    document.getElementById("progress-said").textContent =
      fresh.querySelector("#progress-said").textContent;
    saidAt = Date.now();
  }
}

async function renew() {
  const shown = document.getElementById("progress");
  try {
    const answer = await fetch(shown.dataset.address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("progress");
    const title = page.getElementById("progress-title")?.textContent;
    if (!fresh || title !== document.getElementById("progress-title").textContent) {
      location.replace(shown.dataset.address);
      return;
    }
    show(fresh);
  } catch {
    // The line is down for a moment: the next time will tell.
  }
  setTimeout(renew, EVERY_MS);
}

setTimeout(renew, EVERY_MS);
