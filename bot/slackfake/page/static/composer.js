// The message box: Enter sends, Shift+Enter breaks the line, "/", "@" and "#" offer what there is.
let offers = [];

export function setOffers(all) { offers = all; }

export function setUpComposer(form, send) {
  const box = form.querySelector("textarea"), list = form.querySelector(".offers");
  let chosen = -1, found = [], isSending = false;

  // What is half written outlives a reload, as it does in Slack.
  function grow() {
    sessionStorage.setItem(box.id, box.value);
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.4)}px`;
  }

  function word() {
    const before = box.value.slice(0, box.selectionStart);
    const match = /(?:^(\/[\w-]*)|(?:^|\s)([@#][\p{L}\p{N}._-]*))$/u.exec(before);
    return match ? (match[1] ?? match[2]) : "";
  }

  function offer() {
    const typed = word().toLowerCase();
    found = typed ? offers.filter((o) => o.label.toLowerCase().startsWith(typed) || (typed[0] === "@" && `@${o.hint}`.toLowerCase().startsWith(typed))).slice(0, 8) : [];
    if (found.length === 1 && found[0].label.toLowerCase() === typed) found = [];
    chosen = found.length ? 0 : -1;
    list.replaceChildren(...found.map((o, index) => {
      const item = document.createElement("li");
      const hint = document.createElement("small");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      hint.textContent = ` ${o.hint}`;
      item.append(o.label, hint);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
      return item;
    }));
    mark();
  }

  function mark() {
    list.hidden = !found.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    if (chosen >= 0) box.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    const start = box.selectionStart - word().length;
    box.setRangeText(found[index].insert, start, box.selectionStart, "end");
    found = [];
    mark();
    box.focus();
  }

  async function submit() {
    const text = box.value;
    if (!text.trim() || isSending) return;
    isSending = true;
    box.value = "";
    grow();
    if (!(await send(text)) && !box.value) box.value = text;
    isSending = false;
    grow();
  }

  box.addEventListener("input", () => { grow(); offer(); });
  box.addEventListener("blur", () => { found = []; mark(); });
  box.addEventListener("keydown", (event) => {
    // While Hangul is being put together, Enter and Tab belong to that.
    if (event.isComposing || event.keyCode === 229) return;
    if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (found.length && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (found.length && event.key === "Escape") {
      event.preventDefault();
      found = [];
      mark();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  box.value = sessionStorage.getItem(box.id) ?? "";
  if (box.value) grow();
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
}
