// What a visitor does, sent to the server with the page's token; what they filled in; and words to them.
export async function act(name, body, page) {
  try {
    const answer = await fetch(`/playground/do/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...body, you: page.you, token: page.token }),
    });
    const said = await answer.json();
    if (said.says) toast(said.says);
    return answer.ok ? said : null;
  } catch {
    toast(page.ended, true);
    return null;
  }
}

export function toast(words, stays = false) {
  const line = document.createElement("p");
  line.textContent = words;
  document.getElementById("toasts").replaceChildren(line);
  if (!stays) setTimeout(() => line.remove(), 6000);
}

// Every value under an element, as {block, action, given}.
export function fields(holder) {
  return [...holder.querySelectorAll("[data-keeps]")].map((e) => ({ block: e.dataset.block, action: e.dataset.action, given: given(e) }));
}

function given(e) {
  if (e.tagName === "FIELDSET") {
    const ticked = [...e.querySelectorAll("input:checked")].map((input) => input.value);
    return e.dataset.kind === "radio_buttons" ? (ticked[0] ?? "") : ticked;
  }
  if (e.multiple) return [...e.selectedOptions].map((option) => option.value);
  if (e.type === "datetime-local") return e.value ? String(Math.floor(new Date(e.value).getTime() / 1000)) : "";
  return e.value;
}

// Shows a dialog of the page's own; true where it was agreed to. Focus goes back by itself.
export function ask(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}
