// A page that the service worker had kept says when it was seen, and that its forms need a connection.

const { seen } = document.documentElement.dataset;
if (seen) sayWhen();

// Fills {day} and {hour} of a sentence in the language of the page, on the clock of Lima.
export function at(written, sentence) {
  const part = (options) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "America/Lima", ...options }).format(new Date(written));
  return sentence
    .replace("{day}", part({ day: "numeric", month: "long" }))
    .replace("{hour}", part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
}

function sayWhen() {
  const words = document.getElementById("kept-page").content;
  const banner = words.querySelector("[data-seen]");
  banner.textContent = at(seen, banner.dataset.seen);
  const beside = words.querySelector("[data-form]");
  for (const form of document.querySelectorAll("main form[method=post]")) {
    const button = [...form.querySelectorAll("button:not([type=button])")].pop();
    button?.before(beside.cloneNode(true));
  }
  document.getElementById("content").prepend(words.querySelector(".banner"));
}
