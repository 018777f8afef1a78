// Copying what stands in an element.

// Gives what is to be said of it.
export async function copy(node) {
  try {
    await navigator.clipboard.writeText(node.textContent);
    return "Copied.";
  } catch { // without the right to write, what is to be copied is selected
    getSelection().selectAllChildren(node);
    return "Selected: copy it with your keyboard or menu.";
  }
}
