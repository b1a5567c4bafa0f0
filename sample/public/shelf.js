// The pages work without this script; it only makes them quicker to use.

const firstInvalid = document.querySelector('[aria-invalid="true"]');
firstInvalid?.focus();

document.addEventListener('keydown', (event) => {
  const search = document.querySelector('input[type="search"]');
  const typing = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (event.key !== '/' || typing || search === null) return;
  event.preventDefault();
  search.focus();
});

// A double click must not add the same book twice.
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  setTimeout(() => button?.setAttribute('disabled', ''), 0);
});

window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});
