const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Template tag: escapes values that are not made by `html` themselves, joins lists, leaves out false and null. */
export function html(strings, ...values) {
  return new Html(strings.reduce((before, string, index) => before + render(values[index - 1]) + string));
}

function render(value) {
  if (Array.isArray(value)) return value.map(render).join('');
  if (value instanceof Html) return value.text;
  if (value === false || value === null || value === undefined) return '';
  return String(value).replace(/[&<>"']/g, (character) => entities[character]);
}
