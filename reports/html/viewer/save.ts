/** Saves a text as a file of the reader's. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Copies, and tells on the button whether it worked; without a clipboard the text is selected to be copied by hand. */
export async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const label = button.textContent ?? '';
  const worked = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  if (worked !== true) copyOldWay(text);
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = label), 1600);
}

/** Pages opened from a file may have no clipboard. */
function copyOldWay(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
