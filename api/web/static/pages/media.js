// Uploads photo and video one after another, with progress. The server is sent the bytes and their
// type alone: a file's name may name a child, so it stays in the browser.
"use strict";

const TYPES = {
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp",
  heic: "image/heif", heif: "image/heif",
  mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm",
};
const LOST = "Связь прервалась. Проверьте её и загрузите файл снова.";

const form = document.getElementById("upload");
const chosen = document.getElementById("chosen");
const list = document.getElementById("sending");
const said = document.getElementById("sent");

function lineOf(file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const progress = document.createElement("progress");
  const state = document.createElement("span");
  const stop = document.createElement("button");
  name.textContent = file.name;
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", `Загрузка: ${file.name}`);
  state.textContent = "ждёт очереди";
  stop.type = "button";
  stop.className = "btn btn-sm btn-link";
  stop.textContent = "Прервать";
  line.append(name, progress, state, stop);
  list.append(line);
  return { progress, state, stop };
}

function finished(line, text, style) {
  line.state.textContent = text;
  line.state.className = style;
  line.stop.remove();
}

function refusalOf(request) {
  try {
    return JSON.parse(request.responseText).errors[0].message;
  } catch {
    return `Не загружено (${request.status}). Обновите страницу и попробуйте снова.`;
  }
}

// Resolves to whether the file is there now.
function send(file, line) {
  const type = TYPES[file.name.split(".").pop().toLowerCase()] ?? file.type;
  const kind = type.startsWith("video/") ? "video" : "photo";
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const end = (text, style) => { finished(line, text, style); resolve(style === "sent"); };
    request.open("POST", `${form.dataset.address}&kind=${kind}`);
    request.setRequestHeader("Content-Type", type || "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((event.loaded / event.total) * 100);
      line.progress.value = percent;
      line.state.textContent = percent < 100 ? `${percent} %` : "проверяется";
    };
    request.onload = () => {
      if (request.status === 201) end("загружено", "sent");
      else if (request.status === 200) end("этот файл здесь уже есть", "sent");
      else end(refusalOf(request), "failed");
    };
    request.onerror = () => end(LOST, "failed");
    request.onabort = () => end("прервано", "failed");
    line.stop.onclick = () => request.abort();
    request.send(file);
  });
}

async function sendAll(files) {
  const lines = files.map(lineOf);
  let there = 0;
  for (const [place, file] of files.entries()) {
    if (await send(file, lines[place])) there += 1;
  }
  return there;
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...chosen.files];
    const button = form.querySelector("button");
    button.disabled = true;
    list.replaceChildren();
    said.textContent = "";
    const there = await sendAll(files);
    button.disabled = false;
    if (there === files.length) {
      window.location.assign(form.dataset.home);
      // The address may differ from this one by what is behind # alone.
      if (window.location.search.includes("told=uploaded")) window.location.reload();
      return;
    }
    said.textContent = `Загружено ${there} из ${files.length}. `;
    if (there) {
      const on = document.createElement("a");
      on.href = form.dataset.home;
      on.textContent = "Показать загруженное";
      said.append(on);
    }
  });
}
