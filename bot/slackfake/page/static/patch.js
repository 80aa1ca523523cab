// Exchanges the pieces of a list that changed and leaves the others, with their focus and selection, alone.
export function patch(list, pieces, isNew) {
  if (isNew) list.setAttribute("aria-busy", "true");
  const present = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(pieces.map((piece) => piece.key));
  for (const [key, node] of present) if (!wanted.has(key)) node.remove();
  let before = null, changed = present.size > wanted.size;
  for (const piece of pieces) {
    let node = present.get(piece.key);
    if (!node) {
      node = document.createElement("div");
      node.className = "piece";
      node.dataset.key = piece.key;
    }
    if (node.dataset.version !== piece.version) { fill(node, piece); changed = true; }
    const place = before ? before.nextSibling : list.firstChild;
    if (node !== place) list.insertBefore(node, place);
    before = node;
  }
  if (isNew) list.removeAttribute("aria-busy");
  return changed;
}

function fill(node, piece) {
  const active = node.contains(document.activeElement) ? name(document.activeElement) : null;
  const opened = [...node.querySelectorAll("details[open]")].map((details) => [...node.querySelectorAll("details")].indexOf(details));
  const typed = new Map([...node.querySelectorAll("input[data-keeps], textarea[data-keeps], select[data-keeps]")].map((e) => [name(e), [e.value, e.defaultValue]]));
  node.innerHTML = piece.html;
  node.dataset.version = piece.version;
  const details = node.querySelectorAll("details");
  for (const index of opened) if (details[index]) details[index].open = true;
  for (const element of node.querySelectorAll("[data-keeps]")) {
    const was = typed.get(name(element));
    if (was && was[1] !== undefined && was[0] !== was[1]) element.value = was[0];
  }
  if (active) [...node.querySelectorAll("a, button, input, select, textarea, summary")].find((e) => name(e) === active)?.focus({ preventScroll: true });
}

const name = (e) => [e.tagName, e.id, e.dataset.do, e.dataset.place, e.dataset.block, e.dataset.action, e.dataset.given].join("|");
